// Options of the commands that generate worlds.
import { MAP_TILES } from '@open-ada/production-rules';
import { InvalidArgumentError, Option } from 'commander';

function inRange(text: string, min: number, max: number, whole: boolean): number {
  const value = Number(text);
  if (text.trim() === '' || !(value >= min && value <= max) || (whole && !Number.isInteger(value))) {
    throw new InvalidArgumentError(`It must be a ${whole ? 'whole ' : ''}number from ${min} to ${max}.`);
  }
  return value;
}

export const tilesOption = (): Option =>
  new Option('--tiles <n>', "tiles (2 m) along a side of the world (default: the family's)").argParser((text: string) =>
    inRange(text, MAP_TILES.min, MAP_TILES.max, true),
  );

export const complexityOption = (): Option =>
  new Option('--complexity <c>', "of the world, 0 (flat) to 1 (default: the family's)").argParser((text: string) =>
    inRange(text, 0, 1, false),
  );

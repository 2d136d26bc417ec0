// Options of the commands that generate worlds.
import { decimalNumber, wholeNumber } from '@open-ada/node-kit/command';
import { MAP_TILES } from '@open-ada/production-rules';
import { Option } from 'commander';

export const tilesOption = (): Option =>
  new Option('--tiles <n>', "tiles (2 m) along a side of the world (default: the family's)").argParser(
    wholeNumber(MAP_TILES.min, MAP_TILES.max),
  );

export const complexityOption = (): Option =>
  new Option('--complexity <c>', "of the world, 0 (flat) to 1 (default: the family's)").argParser(decimalNumber(0, 1));

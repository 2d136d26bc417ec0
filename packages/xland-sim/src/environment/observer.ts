import { Body } from '../observation/body.js';
import { Camera } from '../observation/camera.js';
import { Entities } from '../observation/entities.js';
import { Events } from '../observation/events.js';
import { Frontier } from '../observation/frontier.js';
import { GroundScan } from '../observation/ground-scan.js';
import { Others } from '../observation/others.js';
import { Previous } from '../observation/previous.js';
import { Rays } from '../observation/rays.js';
import { Surroundings } from '../observation/surroundings.js';
import { Time } from '../observation/time.js';
import { Unexplored } from '../observation/unexplored.js';
import { partOf } from '../settings/layout.js';
import { type OwnPart, ownPart } from '../settings/own-parts.js';
import type { SimulationSettings } from '../settings/settings.js';
import type { ObservationPart, ObservationSpec } from '../settings/specs.js';
import { type EnvironmentState, stateFromSecond, stateOf } from './environment-state.js';
import type { RunningEpisode } from './running-episode.js';

/** Writes observations of one layout. Each part has its writer, which looks its offsets up when it is made. */
export class Observer {
  private readonly entities: Entities | undefined;
  private readonly rays: Rays | undefined;
  private readonly body: Body | undefined;
  private readonly time: Time | undefined;
  private readonly previous: Previous | undefined;
  private readonly events: Events | undefined;
  private readonly ground: GroundScan | undefined;
  private readonly surroundings: Surroundings | undefined;
  private readonly unexplored: Unexplored | undefined;
  private readonly frontier: Frontier | undefined;
  private readonly others: Others | undefined;
  private readonly camera: Camera | undefined;
  private readonly own: { offset: number; size: number; write(state: EnvironmentState, into: Float32Array): void }[];

  constructor(
    settings: SimulationSettings,
    private readonly spec: ObservationSpec,
  ) {
    const { ground, surroundings, unexplored, camera, fieldOfView } = settings;
    const writer = <T>(name: string, make: (part: ObservationPart) => T): T | undefined => {
      const part = partOf(spec, name);
      return part && make(part);
    };
    this.entities = writer('entities', (part) => new Entities(part, settings));
    this.rays = writer('rays', (part) => new Rays(part, settings));
    this.body = writer('body', (part) => new Body(part, settings));
    this.time = writer('time', (part) => new Time(part, settings));
    this.previous = writer('previous', (part) => new Previous(part, settings));
    this.events = writer('events', (part) => new Events(part));
    this.ground = ground && writer('ground', (part) => new GroundScan(part, ground, fieldOfView.azimuth));
    this.surroundings = surroundings && writer('surroundings', (part) => new Surroundings(part, surroundings));
    this.unexplored = unexplored && writer('unexplored', (part) => new Unexplored(part, unexplored));
    this.frontier = writer('frontier', (part) => new Frontier(part));
    this.others = writer('others', (part) => new Others(part, settings));
    this.camera = camera && writer('camera', (part) => new Camera(part, camera));
    this.own = (settings.ownParts ?? []).flatMap((name) => {
      const part = partOf(spec, name);
      if (part === undefined) return [];
      const { offset, shape } = part;
      const { write } = ownPart(name)! as OwnPart<EnvironmentState>;
      return [{ offset, size: shape.reduce((product, n) => product * n, 1), write }];
    });
  }

  /**
   * Writes the observation of the player on a seat at `base`. If the episode is not running, or nobody acts from that
   * seat, it writes zeros.
   */
  write(episode: RunningEpisode, seat: number, into: Float32Array, base: number): void {
    into.fill(0, base, base + this.spec.size);
    if (!episode.running || seat >= episode.acting) return;
    const { scene, stepsTaken, seats } = episode;
    const { sightings, explored } = seats[seat];
    const recalled = sightings && { objects: sightings.recalled(stepsTaken), step: stepsTaken };
    this.entities?.write(scene, seat, into, base, { recalled, ways: seats[seat].waysFrom(scene, seat) });
    this.rays?.write(scene, seat, into, base);
    this.body?.write(scene, seat, into, base);
    this.time?.write(episode, into, base);
    this.previous?.write(episode.seats[seat], into, base);
    this.events?.write(scene, seat, into, base);
    this.ground?.write(scene, seat, into, base);
    this.surroundings?.write(scene, seat, into, base);
    if (explored) this.unexplored?.write(scene, seat, explored, into, base);
    this.frontier?.write(scene.players[seat], seats[seat].frontier(scene, seat), into, base);
    this.others?.write(scene, seat, into, base);
    this.camera?.write(scene, seat, into, base);
    if (this.own.length > 0) this.writeOwn(episode, seat, into, base);
    into.set(episode.seats[seat].tokens, base + this.spec.stepSize);
  }

  private writeOwn(episode: RunningEpisode, seat: number, into: Float32Array, base: number): void {
    const first = stateOf(episode);
    const state = seat === 0 ? first : stateFromSecond(first);
    for (const { offset, size, write } of this.own) write(state, into.subarray(base + offset, base + offset + size));
  }
}

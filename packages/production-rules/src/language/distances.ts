/** `near`: the centres are at most this far apart, metres. Code that must be surely near, or not, keeps a margin to it. */
export const NEAR_DISTANCE = 1;

/** The avatar's upright body: metres above its feet; see `AVATAR_RADIUS` for its width. */
export const AVATAR_HEIGHT = 1.2;
/** Height above the feet of the point from which `near` is measured, metres. */
export const AVATAR_CENTRE = 0.5;
/** Height above the feet of the point from which an avatar sees and grabs, metres. */
export const EYE_HEIGHT = 1;

/**
 * Moment of inertia of a capsule about an axis through its centre and across its length, as MuJoCo has it: a cylinder
 * with half a ball at each end, of one density.
 * @param mass kg @param radius m @param length of the cylinder, m @returns kg m²
 */
export function capsuleInertia(mass: number, radius: number, length: number): number {
  const balls = (mass * 4 * radius) / (4 * radius + 3 * length);
  const cylinder = mass - balls;
  const ofCylinder = (cylinder * (3 * radius ** 2 + length ** 2)) / 12;
  return ofCylinder + balls * ((2 / 5) * radius ** 2 + (length * (3 * radius + 2 * length)) / 8);
}

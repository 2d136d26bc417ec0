/** Maps of layered worlds, each valid in a task; an avatar can start at (1, 1) in all of them. */
export const MAPS: readonly string[][] = [
  ['0000', '0>11', '0011', '0000'],
  ['000000', '0>>200', '00#200', '0>1200', '001100'],
  ['1111', '^^00', '0000', '0000'],
  ['000000', '0>1>22', '000022', '1<0000', '110000'],
  ['0000', '0110', '0^00', '0000'],
];

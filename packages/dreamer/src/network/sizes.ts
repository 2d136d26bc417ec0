/** Widths and depths of the networks. */
export interface ModelSize {
  /** Width of the deterministic state; a multiple of `blocks`. */
  deter: number;
  /** Width of the layers within the recurrent model. */
  hidden: number;
  /** Classes of a latent. */
  classes: number;
  /** Width of encoder, decoder and heads. */
  units: number;
  /** Channels of the convolutions, as multiples of which their levels have theirs. */
  depth: number;
  /** Latents of a state. */
  stoch: number;
  /** Blocks of the recurrent model. */
  blocks: number;
  /** Bins of rewards and values, odd. */
  bins: number;
  encoderLayers: number;
  decoderLayers: number;
  priorLayers: number;
  rewardLayers: number;
  continueLayers: number;
  policyLayers: number;
  valueLayers: number;
}

const layers = {
  encoderLayers: 3,
  decoderLayers: 3,
  priorLayers: 2,
  rewardLayers: 1,
  continueLayers: 1,
  policyLayers: 3,
  valueLayers: 3,
};

/** The original's proportions: the deterministic state is eight times as wide as the layers. */
const size = (hidden: number, classes: number, depth = classes): ModelSize => ({
  ...layers,
  deter: 8 * hidden,
  hidden,
  classes,
  units: hidden,
  depth,
  stoch: 32,
  blocks: 8,
  bins: 255,
});

/** The original's sizes, and smaller ones. The names are the original's: they count an image encoder and decoder. */
export const DREAMER_SIZES = {
  /** For tests and diagnostic problems: not in the original. */
  tiny: { ...size(32, 4, 2), deter: 64, stoch: 8, blocks: 4, bins: 41 },
  /** Half the width of `1m`: not in the original. */
  half: size(32, 4, 2),
  '1m': size(64, 4),
  '12m': size(256, 16),
  '25m': size(384, 24),
  '50m': size(512, 32),
  '100m': size(768, 48),
  '200m': size(1024, 64),
  '400m': size(1536, 96),
} satisfies Record<string, ModelSize>;
export type DreamerSizeName = keyof typeof DREAMER_SIZES;

import protobuf from 'protobufjs/light.js';

const one = (type: string, id: number) => ({ type, id });
const many = (type: string, id: number) => ({ rule: 'repeated', type, id });
const integers = (id: number) => ({ rule: 'repeated', type: 'int64', id, options: { packed: false } });

/** The part of onnx.proto (onnx/onnx, IR version 9) that a graph of tensors needs, with its field numbers. */
const root = protobuf.Root.fromJSON({
  nested: {
    ModelProto: {
      fields: {
        irVersion: one('int64', 1),
        producerName: one('string', 2),
        graph: one('GraphProto', 7),
        opsetImport: many('OperatorSetIdProto', 8),
        metadataProps: many('StringStringEntryProto', 14),
      },
    },
    StringStringEntryProto: { fields: { key: one('string', 1), value: one('string', 2) } },
    OperatorSetIdProto: { fields: { domain: one('string', 1), version: one('int64', 2) } },
    GraphProto: {
      fields: {
        node: many('NodeProto', 1),
        name: one('string', 2),
        initializer: many('TensorProto', 5),
        input: many('ValueInfoProto', 11),
        output: many('ValueInfoProto', 12),
      },
    },
    NodeProto: {
      fields: {
        input: many('string', 1),
        output: many('string', 2),
        name: one('string', 3),
        opType: one('string', 4),
        attribute: many('AttributeProto', 5),
        domain: one('string', 7),
      },
    },
    AttributeProto: {
      fields: {
        name: one('string', 1),
        f: one('float', 2),
        i: one('int64', 3),
        s: one('bytes', 4),
        t: one('TensorProto', 5),
        g: one('GraphProto', 6),
        ints: integers(8),
        type: one('int32', 20),
      },
    },
    TensorProto: {
      fields: { dims: integers(1), dataType: one('int32', 2), name: one('string', 8), rawData: one('bytes', 9) },
    },
    ValueInfoProto: { fields: { name: one('string', 1), type: one('TypeProto', 2) } },
    TypeProto: {
      fields: { tensorType: one('Tensor', 1) },
      nested: { Tensor: { fields: { elemType: one('int32', 1), shape: one('TensorShapeProto', 2) } } },
    },
    TensorShapeProto: {
      fields: { dim: many('Dimension', 1) },
      nested: { Dimension: { fields: { dimValue: one('int64', 1) } } },
    },
  },
});

const model = root.lookupType('ModelProto');

/** Serialises a model that is given as a plain object with the field names above (camel case). */
export const encodeModel = (fields: object): Uint8Array => model.encode(model.fromObject(fields)).finish();

/**
 * The metadata strings of a serialised model (ModelProto.metadata_props), by key; its weights are not copied.
 * @throws Error where the bytes are not a protobuf message
 */
export function readOnnxMetadata(bytes: Uint8Array): Record<string, string> {
  const { metadataProps } = model.decode(bytes) as unknown as { metadataProps: { key: string; value: string }[] };
  return Object.fromEntries(metadataProps.map(({ key, value }) => [key, value]));
}

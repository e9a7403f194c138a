package dev.cairn.processor.generate;

import com.palantir.javapoet.CodeBlock;
import dev.cairn.processor.model.JavaType.Field;
import dev.cairn.processor.model.JavaType.Struct;
import java.util.stream.Collectors;

/** How a STRUCT becomes a record, and a record a STRUCT. */
record StructCode(ValueTypes types) {
    CodeBlock of(Struct struct) {
        String names = struct.fields().stream()
                .map(field -> JavaLiteral.literal(field.name()))
                .collect(Collectors.joining(", "));
        return CodeBlock.builder()
                .add("$T.struct(\n$>$>", RuntimeNames.VALUE_TYPE)
                .add("$T.of($L),\n", JavaTypes.LIST, names)
                .add("row -> new $T(\n$>$>$L),$<$<\n", JavaTypes.name(struct.name()), reads(struct))
                .add("(value, row) -> {\n$>$L\n$<})$<$<", writes(struct))
                .build();
    }

    private String reads(Struct struct) {
        StringBuilder reads = new StringBuilder();
        RowCode code = new RowCode(types);
        int position = 0;
        for (Field field : struct.fields()) {
            reads.append(position == 0 ? "" : ",\n").append(code.read(position++, field.accessor(), field.type()));
        }
        return reads.toString();
    }

    private String writes(Struct struct) {
        StringBuilder writes = new StringBuilder();
        RowCode code = new RowCode(types);
        int position = 0;
        for (Field field : struct.fields()) {
            String value = "value." + field.accessor() + "()";
            writes.append(position == 0 ? "" : "\n")
                    .append(code.write(position++, field.accessor(), field.type(), value));
        }
        return writes.toString();
    }
}

package dev.cairn.processor.generate;

import com.palantir.javapoet.CodeBlock;
import dev.cairn.processor.model.DeclaredColumn;
import dev.cairn.processor.model.Shape;
import java.util.List;

/** How a row becomes a record with the records in it, and the other way round. */
record ShapeCode(List<DeclaredColumn> columns, ValueTypes types) {
    CodeBlock read(Shape shape) {
        CodeBlock.Builder code = CodeBlock.builder().add("return ");
        construct(code, shape);
        return code.add(";\n").build();
    }

    private void construct(CodeBlock.Builder code, Shape shape) {
        code.add("new $T(\n$>$>", JavaTypes.name(shape.record()));
        String separator = "";
        for (Shape.Part part : shape.parts()) {
            code.add(separator);
            if (part instanceof Shape.Group group) {
                construct(code, group.shape());
            } else {
                code.add("$L", read((Shape.Leaf) part));
            }
            separator = ",\n";
        }
        code.add(")$<$<");
    }

    private String read(Shape.Leaf leaf) {
        return new RowCode(types)
                .read(leaf.column(), leaf.accessor(), columns.get(leaf.column()).type());
    }

    CodeBlock write(Shape shape) {
        StringBuilder code = new StringBuilder();
        write(code, shape, "value");
        return CodeBlock.of("$L", code);
    }

    private void write(StringBuilder code, Shape shape, String value) {
        for (Shape.Part part : shape.parts()) {
            String component = value + "." + part.accessor() + "()";
            if (part instanceof Shape.Group group) {
                write(code, group.shape(), component);
            } else {
                int column = ((Shape.Leaf) part).column();
                code.append(new RowCode(types)
                                .write(
                                        column,
                                        part.accessor(),
                                        columns.get(column).type(),
                                        component))
                        .append('\n');
            }
        }
    }
}

package dev.cairn.processor.generate;

import com.palantir.javapoet.ClassName;
import com.palantir.javapoet.CodeBlock;
import com.palantir.javapoet.FieldSpec;
import java.util.ArrayList;
import java.util.List;
import javax.lang.model.element.Modifier;

/**
 * The constants of a descriptor with a text that it shares with its annotation, so that the class file contains the
 * text once. They hold either the parts of one text that is too long for one constant, or several texts that belong
 * together.
 *
 * @param segments the parts or the texts, one for each constant
 */
record TextConstant(List<String> constantNames, List<String> segments) {
    /** Creates the constants of one text, and reserves their names. */
    static TextConstant of(String name, String text, MemberNames fieldNames) {
        return of(name, JavaLiteral.split(text), fieldNames);
    }

    /** Creates a constant for each segment, and reserves their names. Each segment must fit into one constant. */
    static TextConstant of(String name, List<String> segments, MemberNames fieldNames) {
        List<String> constantNames = new ArrayList<>();
        for (int number = 1; number <= segments.size(); number++) {
            constantNames.add(fieldNames.reserve(segments.size() == 1 ? name : name + "_" + number));
        }
        return new TextConstant(constantNames, segments);
    }

    /** Returns whether there is only one constant. */
    boolean fitsOneConstant() {
        return segments.size() == 1;
    }

    List<FieldSpec> createFields() {
        List<FieldSpec> fields = new ArrayList<>();
        for (int index = 0; index < segments.size(); index++) {
            fields.add(createField(constantNames.get(index), JavaLiteral.render(segments.get(index))));
        }
        return fields;
    }

    private static FieldSpec createField(String name, String literal) {
        return FieldSpec.builder(RuntimeClassNames.STRING, name, Modifier.STATIC, Modifier.FINAL)
                .initializer("$>$L$<", literal)
                .build();
    }

    /** Returns the expression of the whole text in the class, which joins its parts. */
    CodeBlock renderExpression() {
        return fitsOneConstant()
                ? CodeBlock.of("$L", constantNames.get(0))
                : CodeBlock.of("$T.join($S, $L)", RuntimeClassNames.STRING, "", String.join(", ", constantNames));
    }

    /** Returns the value in an annotation of the class: the constant, or an array of the constants. */
    CodeBlock renderAnnotationValue(ClassName descriptorClass) {
        CodeBlock values = constantNames.stream()
                .map(name -> CodeBlock.of("$T.$L", descriptorClass, name))
                .collect(CodeBlock.joining(", "));
        return fitsOneConstant() ? values : CodeBlock.of("{$L}", values);
    }
}

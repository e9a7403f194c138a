package dev.cairn.processor.generate;

import com.palantir.javapoet.AnnotationSpec;
import com.palantir.javapoet.ClassName;
import com.palantir.javapoet.CodeBlock;
import com.palantir.javapoet.FieldSpec;
import dev.cairn.processor.model.ObjectDeclaration;
import dev.cairn.processor.model.ObjectDeclaration.DeclaredVariant;
import dev.cairn.sql.Sql;
import dev.cairn.sql.ast.Statement.QueryText;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The texts of a variant, as constants of the descriptor.
 *
 * @param serverCondition the servers to which the variant applies
 * @param query the query of a snapshot table; null for all other objects
 */
record VariantConstants(
        String serverCondition, TextConstant ddl, @Nullable TextConstant query) {
    /** Creates the constants of each variant of a declaration, and reserves their names. */
    static List<VariantConstants> of(ObjectDeclaration declaration, boolean isSnapshotTable, MemberNames fieldNames) {
        List<VariantConstants> variantConstants = new ArrayList<>();
        for (DeclaredVariant variant : declaration.variants()) {
            String constantName = "VARIANT_" + (variantConstants.size() + 1);
            QueryText variantQuery = variant.query();
            variantConstants.add(new VariantConstants(
                    variant.serverCondition().toString(),
                    TextConstant.of(constantName, Sql.render(variant.statement()), fieldNames),
                    isSnapshotTable && variantQuery != null
                            ? TextConstant.of(constantName + "_QUERY", variantQuery.text(), fieldNames)
                            : null));
        }
        return variantConstants;
    }

    List<FieldSpec> fields() {
        List<FieldSpec> fields = new ArrayList<>(ddl.createFields());
        fields.addAll(query == null ? List.of() : query.createFields());
        return fields;
    }

    /** Returns the call that adds the variant in the constructor of the descriptor. */
    CodeBlock renderVariantCall() {
        CodeBlock.Builder call = CodeBlock.builder().add("variant($S, $L", serverCondition, ddl.renderExpression());
        if (query != null) {
            call.add(", $L", query.renderExpression());
        }
        return call.add(");\n").build();
    }

    /** Returns the annotation that stores the variant inside {@code @Declared}. */
    AnnotationSpec createAnnotation(ClassName descriptorClass) {
        AnnotationSpec.Builder annotation = AnnotationSpec.builder(RuntimeClassNames.DECLARED.nestedClass("Variant"))
                .addMember("on", "$S", serverCondition)
                .addMember("ddl", ddl.renderAnnotationValue(descriptorClass));
        if (query != null) {
            annotation.addMember("query", query.renderAnnotationValue(descriptorClass));
        }
        return annotation.build();
    }
}

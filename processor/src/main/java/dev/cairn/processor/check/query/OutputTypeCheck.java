package dev.cairn.processor.check.query;

import dev.cairn.catalog.PrimitiveType;
import dev.cairn.processor.check.JavaTypeFit;
import dev.cairn.processor.check.JavaTypeSuggestion;
import dev.cairn.processor.check.refusal.CheckedTable;
import dev.cairn.processor.check.value.PossibleConstants;
import dev.cairn.processor.finding.CompileRule;
import dev.cairn.processor.model.JavaType;
import dev.cairn.processor.model.Suggestion;
import dev.cairn.sql.ast.Type;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Checks that the Java type of a component or of a method can hold the values of an output. */
record OutputTypeCheck(QueryOutput output, StatementFindings findings) {
    /**
     * Checks that a Java type can hold the values of the output. An output of unknown type is not checked.
     *
     * @param name the component or method, for messages
     * @param declaredType the SQL type that the component declares; null if it declares no type
     */
    void checkType(String name, JavaType javaType, @Nullable Type declaredType) {
        Type outputType = output.column().type();
        if (outputType == null) {
            return;
        }
        Optional<UnreadableOutput> unreadableOutput = UnreadableOutput.find(outputType, javaType);
        if (unreadableOutput.isPresent()) {
            findings.addAt(
                    output.span(),
                    CompileRule.UNREADABLE_OUTPUT,
                    unreadableOutput.get().typeName(),
                    output.name(),
                    unreadableOutput.get().describeRemedy(output));
            return;
        }
        if (javaType instanceof JavaType.Enumeration javaEnum) {
            output.constants().forEach(constants -> checkConstants(constants, name, javaEnum));
        }
        boolean canHoldType = outputType.equals(declaredType)
                || UnreadableOutput.isElementCount(outputType, javaType)
                || new JavaTypeFit(javaType).canHold(outputType);
        if (!canHoldType || !canHoldDigits(declaredType, outputType)) {
            findings.addAt(
                    output.span(),
                    CompileRule.COLUMN_TYPE,
                    name,
                    canHoldType && declaredType != null ? CheckedTable.formatType(declaredType) : javaType.text(),
                    CheckedTable.formatType(outputType),
                    output.remedy()
                            .orElseGet(() -> JavaTypeSuggestion.describeRemedy(
                                    canHoldType
                                            ? JavaTypeSuggestion.suggestWithPrecision(outputType)
                                            : JavaTypeSuggestion.suggestWithoutAnnotations(outputType))));
        }
    }

    private void checkConstants(
            QueryOutput.OutputConstants outputConstants, String name, JavaType.Enumeration javaEnum) {
        PossibleConstants possibleConstants = outputConstants.possibleConstants();
        List<String> missingConstants = javaEnum.findUnknownConstants(possibleConstants.constants());
        if (missingConstants.isEmpty()) {
            return;
        }
        JavaType.Enumeration outputEnum = possibleConstants.sourceEnum();
        if (outputEnum == null) {
            findings.addAt(
                    outputConstants.span().orElse(output.span()),
                    CompileRule.UNKNOWN_CONSTANT,
                    missingConstants.get(0),
                    javaEnum.text(),
                    "'" + name + "'",
                    Suggestion.renderSuffix(missingConstants.get(0), javaEnum.constants()));
        } else {
            findings.addAt(
                    output.span(),
                    CompileRule.OTHER_ENUM,
                    "'" + output.name() + "'",
                    outputEnum.text(),
                    "'" + name + "'",
                    javaEnum.text(),
                    String.join(", ", missingConstants));
        }
    }

    /**
     * Returns whether a declared decimal type can hold all digits of an output; true for other types, and for decimals
     * whose digits are not known.
     */
    private static boolean canHoldDigits(@Nullable Type declaredType, Type outputType) {
        if (!(declaredType instanceof Type.Decimal declaredDecimal)
                || !(outputType instanceof Type.Decimal outputDecimal)
                || declaredDecimal.precision() <= 0
                || outputDecimal.precision() <= 0) {
            return true;
        }
        return outputDecimal.scale() <= declaredDecimal.scale()
                && outputDecimal.precision() - outputDecimal.scale()
                        <= declaredDecimal.precision() - declaredDecimal.scale();
    }

    /** Reports an output that may be NULL, although the Java type has no null. */
    void checkNullness(String name, String remedy) {
        if (output.column().type() != null
                && PrimitiveType.of(output.column().type()).isMetric()) {
            return; // clients can't read such a column: the query has to return a call, which is NULL for other reasons
        }
        output.findNullCause()
                .ifPresent(cause -> findings.addAt(output.span(), CompileRule.NULLABLE_RESULT, name, cause, remedy));
    }
}

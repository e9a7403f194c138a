package dev.cairn.analysis.type;

import dev.cairn.sql.token.RefusalRule;

/** The server's rules for the types of expressions. */
public enum TypeRule implements RefusalRule {
    SCALE_TOO_LARGE("Return scale(%s) exceeds maximum value(%s), please cast decimal type to low-precision one"),
    DECIMAL_ARITHMETIC_TYPE(
            "Implicit casting for decimal arithmetic operations only support integer/float/boolean/null"),
    COLUMN_NOT_FOUND("Column '%s' cannot be resolved"),
    NUMERIC_OVERFLOW("Numeric overflow %s"),
    NO_COMMON_TYPE("types %s and %s cannot be matched"),
    TYPE_UNSUPPORTED("%s does not support values of the type %s");

    private final String template;

    TypeRule(String template) {
        this.template = template;
    }

    @Override
    public String template() {
        return template;
    }
}

package dev.cairn.embedded.translate;

import dev.cairn.embedded.translate.value.TranslationContext;
import dev.cairn.sql.ast.Expression;
import dev.cairn.sql.ast.Name;
import dev.cairn.sql.ast.Span;
import java.util.List;
import java.util.Locale;

/** The modes of {@code sql_mode} that change the results of queries. */
public enum SqlMode {
    /** Two pipes concatenate texts. */
    PIPES_AS_CONCAT(1),

    /** The last argument of group_concat is the separator. */
    GROUP_CONCAT_LEGACY(36),

    /** Fields of structs are matched by their names. */
    STRUCT_CAST_BY_NAME(37);

    public static final String VARIABLE = "sql_mode";

    private final int bit;

    SqlMode(int bit) {
        this.bit = bit;
    }

    /** Returns whether the session has this mode. */
    boolean isOn(TranslationContext context) {
        String modes = context.session()
                .apply(new Expression.SystemVariable(null, Name.of(VARIABLE), Span.NONE))
                .text();
        return modes != null && isIn(modes);
    }

    /** Returns whether the value of the variable, a list of names or a number, contains this mode. */
    public boolean isIn(String modes) {
        if (modes.isEmpty()) {
            return false;
        }
        return modes.chars().allMatch(Character::isDigit)
                ? (Long.parseLong(modes) >> bit & 1) == 1
                : List.of(modes.toUpperCase(Locale.ROOT).split(",", -1)).contains(name());
    }
}

package dev.cairn.embedded.translate;

import dev.cairn.embedded.translate.value.TranslationContext;
import dev.cairn.sql.ast.Expression;
import dev.cairn.sql.ast.Name;
import dev.cairn.sql.ast.Span;
import java.util.List;
import java.util.Locale;

/** The modes of {@code sql_mode} that change the results of queries. */
enum SqlMode {
    /** The last argument of group_concat is the separator. */
    GROUP_CONCAT_LEGACY(36),

    /** Fields of structs are matched by their names. */
    STRUCT_CAST_BY_NAME(37);

    private final int bit;

    SqlMode(int bit) {
        this.bit = bit;
    }

    /** Returns whether the session has this mode; the variable is a list of names or a number. */
    boolean isOn(TranslationContext context) {
        String modes = context.session()
                .apply(new Expression.SystemVariable(null, Name.of("sql_mode"), Span.NONE))
                .text();
        if (modes == null || modes.isEmpty()) {
            return false;
        }
        return modes.chars().allMatch(Character::isDigit)
                ? (Long.parseLong(modes) >> bit & 1) == 1
                : List.of(modes.toUpperCase(Locale.ROOT).split(",", -1)).contains(name());
    }
}

package dev.cairn.embedded.translate.value;

import dev.cairn.profile.ServerProfile;
import dev.cairn.sql.ast.Expression;
import dev.cairn.sql.ast.QualifiedName;
import dev.cairn.sql.ast.Relation;
import java.time.LocalDateTime;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * What a translation depends on besides the query.
 *
 * @param tables what names behind FROM mean
 * @param database the one in use, or null
 * @param now what time it is, in UTC
 * @param session what variables and functions about the session are worth
 */
public record TranslationContext(
        ServerProfile profile,
        Tables tables,
        @Nullable String database,
        LocalDateTime now,
        Function<Expression, @Nullable Object> session) {
    /** Finds what is behind FROM. */
    @FunctionalInterface
    public interface Tables {
        /** The name has its database before it, where one is in use. */
        ReadSource named(QualifiedName name, Relation.Named place);
    }

    public TranslationContext in(@Nullable String otherDatabase) {
        return new TranslationContext(profile, tables, otherDatabase, now, session);
    }
}

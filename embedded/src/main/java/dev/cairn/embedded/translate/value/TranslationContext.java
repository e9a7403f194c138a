package dev.cairn.embedded.translate.value;

import dev.cairn.profile.ServerProfile;
import dev.cairn.sql.ast.Expression;
import dev.cairn.sql.ast.QualifiedName;
import dev.cairn.sql.ast.Relation;
import dev.cairn.sql.ast.Type;
import java.time.LocalDateTime;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The context of a translation.
 *
 * @param tables resolves the names in FROM
 * @param database the default database, or null if the session has none
 * @param now the current time in UTC
 * @param session evaluates variables and functions about the session
 */
public record TranslationContext(
        ServerProfile profile,
        Tables tables,
        @Nullable String database,
        LocalDateTime now,
        Function<Expression, @Nullable Object> session) {
    /** Resolves the names in FROM. */
    @FunctionalInterface
    public interface Tables {
        /** Returns the object of a name, which is qualified by its database. */
        ReadSource named(QualifiedName name, Relation.Named place);
    }

    /** Returns the value of a variable, or of a function about the session, as a constant. */
    public Value sessionValue(Expression expression, Type type) {
        Object value = session.apply(expression);
        if (value == null) {
            return new Value("NULL", TranslationTypes.NULL).as(type);
        }
        Object text = value instanceof Boolean bool ? (Object) (bool ? 1 : 0) : value;
        return new Value(DuckDbQuoting.text(text.toString()), TranslationTypes.VARCHAR).as(type);
    }

    public TranslationContext in(@Nullable String otherDatabase) {
        return new TranslationContext(profile, tables, otherDatabase, now, session);
    }
}

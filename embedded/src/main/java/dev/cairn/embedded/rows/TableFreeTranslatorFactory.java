package dev.cairn.embedded.rows;

import dev.cairn.embedded.query.SessionExpressionEvaluator;
import dev.cairn.embedded.rows.table.SessionSourceResolver;
import dev.cairn.embedded.translate.SqlTranslator;
import dev.cairn.embedded.translate.value.TranslationContext;
import dev.cairn.profile.ServerProfile;
import dev.cairn.refusal.Refusal;
import dev.cairn.refusal.ServerError;
import java.time.LocalDateTime;

/** Creates translators for the expressions of columns and partitions, which read no tables and belong to no session. */
final class TableFreeTranslatorFactory {
    private TableFreeTranslatorFactory() {}

    /**
     * Returns a translator, which refuses every table as unknown.
     *
     * @param now the current time in UTC
     */
    static SqlTranslator create(ServerProfile profile, LocalDateTime now) {
        return new SqlTranslator(createContext(profile, now));
    }

    /**
     * Returns the context of such a translator.
     *
     * @param now the current time in UTC
     */
    static TranslationContext createContext(ServerProfile profile, LocalDateTime now) {
        TranslationContext.TableResolver refusingResolver = (name, relation) -> {
            throw Refusal.ofAnalysis(name.span(), ServerError.UNKNOWN_TABLE, name.toString());
        };
        SessionSourceResolver sourceResolver = SessionSourceResolver.createWithoutTables(profile);
        return new TranslationContext(
                profile,
                sourceResolver.createAnalysis(null),
                refusingResolver,
                now,
                SessionExpressionEvaluator::evaluateOutsideSession);
    }
}

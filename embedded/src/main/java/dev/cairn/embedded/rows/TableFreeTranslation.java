package dev.cairn.embedded.rows;

import dev.cairn.catalog.Catalog;
import dev.cairn.embedded.query.SessionValues;
import dev.cairn.embedded.translate.Translation;
import dev.cairn.embedded.translate.value.TranslationContext;
import dev.cairn.profile.ServerProfile;
import dev.cairn.refusal.Refusal;
import dev.cairn.refusal.ServerError;
import java.time.LocalDateTime;

/** Translates the expressions of columns and partitions, which read no tables and belong to no session. */
final class TableFreeTranslation {
    private TableFreeTranslation() {}

    /** @param now the current time in UTC */
    static Translation create(ServerProfile profile, LocalDateTime now) {
        return new Translation(createContext(profile, now));
    }

    /** @param now the current time in UTC */
    static TranslationContext createContext(ServerProfile profile, LocalDateTime now) {
        TranslationContext.TableResolver noTables = (name, relation) -> {
            throw Refusal.ofAnalysis(name.span(), ServerError.UNKNOWN_TABLE, name.toString());
        };
        SessionSourceResolver sources =
                new SessionSourceResolver(profile, Catalog.EMPTY, SessionValues::constantOutsideSession);
        return new TranslationContext(
                profile, sources.createAnalysis(null), noTables, now, SessionValues::constantOutsideSession);
    }
}

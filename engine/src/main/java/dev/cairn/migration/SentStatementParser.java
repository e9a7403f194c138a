package dev.cairn.migration;

import dev.cairn.engine.property.ConstraintTableNames;
import dev.cairn.plan.step.MigrationAction;
import dev.cairn.plan.step.TemporaryName;
import dev.cairn.sql.ast.Buckets;
import dev.cairn.sql.ast.Placeholder;
import dev.cairn.sql.ast.PlaceholderResolver;
import dev.cairn.sql.token.NameReplacer;
import dev.cairn.sql.token.SqlSyntaxException;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;

/**
 * Parses the statements of migrations as a run sends them: staging and retired objects have other names than in the
 * recorded text. The processor applies the same statements, so it reports the statements that a server would refuse in
 * the run.
 *
 * @param renaming returns the name that is sent in place of a recorded name; only the names of staging and retired
 *     objects differ
 */
public record SentStatementParser(UnaryOperator<String> renaming) {
    /** Parses the statements as they are recorded. */
    public static final SentStatementParser RECORDED = new SentStatementParser(UnaryOperator.identity());

    private static final Pattern NAME_PATTERN = Pattern.compile("\\w+");

    /** Parses the statements as they are sent by a run that took over the ledger with this sequence number. */
    public static SentStatementParser forSequence(long takeoverSequence) {
        return new SentStatementParser(name -> TemporaryName.toSentName(name, takeoverSequence));
    }

    /**
     * Parses a text.
     *
     * @throws SqlSyntaxException if the text below the markers is not a statement
     */
    public MigrationAction parse(String text, PlaceholderResolver placeholderResolver) {
        if (!TemporaryName.isMentionedIn(text)) {
            return MigrationAction.parse(text, placeholderResolver);
        }
        return MigrationAction.parse(
                        NameReplacer.replaceNames(text, renaming), new RenamingResolver(placeholderResolver))
                .renameInMarkers(renaming);
    }

    /** Also renames objects in the values of properties that declare constraints. */
    private final class RenamingResolver implements PlaceholderResolver {
        private final PlaceholderResolver placeholderResolver;

        RenamingResolver(PlaceholderResolver placeholderResolver) {
            this.placeholderResolver = placeholderResolver;
        }

        @Override
        public String resolveProperty(String name, String value) {
            return ConstraintTableNames.isConstraintProperty(name) && !Placeholder.isPlaceholder(value)
                    ? NAME_PATTERN.matcher(value).replaceAll(match -> renaming.apply(match.group()))
                    : placeholderResolver.resolveProperty(name, value);
        }

        @Override
        public Buckets resolveBuckets(Placeholder placeholder) {
            return placeholderResolver.resolveBuckets(placeholder);
        }

        @Override
        public String resolveName(Placeholder placeholder) {
            return placeholderResolver.resolveName(placeholder);
        }

        @Override
        public String resolveNames(String text) {
            return placeholderResolver.resolveNames(text);
        }
    }
}

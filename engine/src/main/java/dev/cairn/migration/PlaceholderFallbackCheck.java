package dev.cairn.migration;

import dev.cairn.catalog.Catalog;
import dev.cairn.engine.Engine;
import dev.cairn.engine.context.Session;
import dev.cairn.migration.ChainProblem.Attribute;
import dev.cairn.migration.ChainProblem.ChainLocation;
import dev.cairn.plan.step.MigrationAction;
import dev.cairn.refusal.Refusal;
import dev.cairn.sql.ast.Placeholder;
import dev.cairn.sql.ast.Span;
import java.util.Objects;

/** Reports each placeholder whose fallback is refused; a run uses the fallback if no value is configured. */
record PlaceholderFallbackCheck(Engine engine, ChainFindings findings) {
    /** Checks the fallbacks in a statement, with the catalog and the session before the statement. */
    void check(Catalog catalog, Session session, Migration migration, Attribute attribute, int statementIndex) {
        String text =
                (attribute == Attribute.UPGRADE ? migration.upgrade() : migration.downgrade()).get(statementIndex);
        if (!Placeholder.isContainedIn(text)) {
            return;
        }
        for (int fallbackIndex = 0; ; fallbackIndex++) {
            PlaceholderFallbackResolver fallbackResolver = new PlaceholderFallbackResolver(fallbackIndex);
            MigrationAction action = MigrationAction.parse(text, fallbackResolver);
            Placeholder placeholder = fallbackResolver.placeholder();
            if (placeholder == null) {
                return;
            }
            if (fallbackResolver.hasInvalidBucketCount()) {
                findings.addProblem(new ChainProblem(
                        ChainRule.INVALID_BUCKETS_FALLBACK,
                        ChainLocation.of(migration, attribute, statementIndex),
                        placeholder.toString()));
            }
            try {
                engine.apply(catalog, session, Objects.requireNonNull(action.statement()));
            } catch (Refusal refusal) {
                Span span = refusal.span();
                if (span != null && containsPlaceholder(placeholder, text, span)) {
                    findings.addProblem(new ChainProblem(
                            ChainRule.REFUSED,
                            new ChainLocation(migration.name(), attribute, statementIndex, span),
                            engine.profile().version().toString(),
                            "the fallback of " + placeholder + ": " + refusal.detail()));
                }
            }
        }
    }

    /**
     * Returns whether the refused part contains the placeholder; the fallback is not the cause of any other refusal.
     */
    private static boolean containsPlaceholder(Placeholder placeholder, String text, Span span) {
        return span.textIn(text).contains(placeholder.toString());
    }
}

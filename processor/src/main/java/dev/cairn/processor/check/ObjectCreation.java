package dev.cairn.processor.check;

import dev.cairn.catalog.Catalog;
import dev.cairn.catalog.Refusal;
import dev.cairn.catalog.Severity;
import dev.cairn.engine.Engine;
import dev.cairn.engine.context.Session;
import dev.cairn.processor.check.repair.StatementMistakes;
import dev.cairn.processor.check.repair.StatementRepair;
import dev.cairn.processor.model.Declaration;
import dev.cairn.processor.model.DeclaredSeed;
import dev.cairn.processor.model.Finding;
import dev.cairn.processor.model.FindingCode;
import dev.cairn.processor.model.Findings;
import dev.cairn.processor.model.Place;
import dev.cairn.sql.ast.Placeholder;
import dev.cairn.sql.ast.Property;
import dev.cairn.sql.ast.Statement;
import dev.cairn.sql.ast.Statement.CreateTable;
import dev.cairn.sql.ast.ViewStatement.CreateMaterializedView;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/** Creates an object in a catalog as the server would; after a refusal, tries again without the refused part. */
record ObjectCreation(Engine engine, Session session) {
    /**
     * Returns the catalog with the object, perhaps without the mistaken parts.
     *
     * @param knownFindings the mistakes that are known already
     * @return empty if the object is not what its readers may expect
     */
    Optional<Catalog> createIn(
            Catalog catalog, Declaration declaration, Statement statement, Findings knownFindings, Findings findings) {
        Set<Place> mistakes = new HashSet<>();
        for (Finding finding : knownFindings.list()) {
            if (finding.rule().severity() == Severity.ERROR) {
                mistakes.add(finding.place());
            }
        }
        if (!declaration.isSource() && !mistakes.isEmpty()) {
            return Optional.empty(); // all parts have the same place
        }
        Set<Place> misplaced = new HashSet<>();
        StatementRepair repair = new StatementRepair(new StatementMistakes(mistakes, misplaced));
        RefusalFindings wording = new RefusalFindings(declaration, statement, engine.profile());
        Statement repaired = repair.of(statement, declaration.columns());
        while (true) {
            try {
                Catalog created = engine.apply(catalog, session, repaired).catalog();
                checkFallbacks(catalog, repaired, wording, findings);
                return StatementRepair.isComplete(statement, repaired)
                        ? Optional.of(addSeed(created, declaration, findings))
                        : Optional.empty();
            } catch (Refusal refusal) {
                Statement refused = repaired;
                Finding finding = wording.of(refusal, refused);
                boolean known = mistakes.contains(finding.place());
                boolean consequence = !mistakes.isEmpty()
                        && finding.rule() == FindingCode.REFUSED
                        && finding.place().equals(declaration.place());
                if (consequence
                        || (known && !(isProperty(statement, finding.place()) && misplaced.add(finding.place())))) {
                    return Optional.empty();
                }
                if (!known) {
                    findings.add(finding);
                    mistakes.add(finding.place());
                }
                repaired = repair.of(statement, declaration.columns());
                if (!declaration.isSource() || repaired.equals(refused)) {
                    return Optional.empty();
                }
            }
        }
    }

    private static boolean isProperty(Statement statement, Place place) {
        return RefusalFindings.properties(statement).stream()
                .anyMatch(property -> Place.of(property.span()).equals(place));
    }

    /** Checks the default of each placeholder as the value that it is if the migrator knows no other one. */
    private void checkFallbacks(Catalog catalog, Statement statement, RefusalFindings wording, Findings findings) {
        List<Property> properties = RefusalFindings.properties(statement);
        for (int i = 0; i < properties.size(); i++) {
            Property property = properties.get(i);
            String fallback =
                    property.isPlaceholder() ? Placeholder.of(property.value()).fallback() : null;
            if (fallback != null) {
                List<Property> resolved = new ArrayList<>(properties);
                resolved.set(i, new Property(property.name(), fallback, property.span()));
                Statement tried = with(statement, resolved);
                try {
                    engine.apply(catalog, session, tried);
                } catch (Refusal refusal) {
                    wording.ofDeclaredProperty(refusal, tried).ifPresent(findings::add);
                }
            }
        }
    }

    private static Statement with(Statement statement, List<Property> properties) {
        if (statement instanceof CreateTable table) {
            return table.withProperties(properties);
        }
        return statement instanceof CreateMaterializedView view ? view.withProperties(properties) : statement;
    }

    private Catalog addSeed(Catalog created, Declaration declaration, Findings findings) {
        DeclaredSeed seed = declaration.seed();
        return seed == null
                ? created
                : new SeedCheck(declaration, seed, findings).addTo(created, Objects.requireNonNull(session.database()));
    }
}

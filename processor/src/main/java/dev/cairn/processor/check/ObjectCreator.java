package dev.cairn.processor.check;

import dev.cairn.catalog.Catalog;
import dev.cairn.engine.Engine;
import dev.cairn.engine.context.Session;
import dev.cairn.finding.Severity;
import dev.cairn.plan.step.TemporaryName;
import dev.cairn.processor.check.refusal.RefusalConverter;
import dev.cairn.processor.check.repair.StatementMistakes;
import dev.cairn.processor.check.repair.StatementRepairer;
import dev.cairn.processor.finding.CompileRule;
import dev.cairn.processor.finding.Finding;
import dev.cairn.processor.finding.Findings;
import dev.cairn.processor.finding.Place;
import dev.cairn.processor.model.DeclaredSeed;
import dev.cairn.processor.model.ObjectDeclaration;
import dev.cairn.refusal.Refusal;
import dev.cairn.sql.ast.Name;
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

/**
 * Creates an object in a catalog as the server would. After a refusal, it tries again without the refused part, so that
 * one compilation reports all mistakes of a record instead of only the first.
 */
record ObjectCreator(Engine engine, Session session) {
    /**
     * Returns the catalog with the object, which may lack refused parts; empty if the object can't be created with all
     * of its columns and its partitioning.
     *
     * @param knownFindings the mistakes that earlier checks have found
     * @param findings receives the refusals
     */
    Optional<Catalog> addTo(
            Catalog catalog,
            ObjectDeclaration declaration,
            Statement statement,
            Findings knownFindings,
            Findings findings) {
        checkReservedName(declaration, findings);
        Set<Place> mistakePlaces = new HashSet<>();
        for (Finding finding : knownFindings.toList()) {
            if (finding.rule().severity() == Severity.ERROR) {
                mistakePlaces.add(finding.place());
            }
        }
        if (!declaration.isFromSource() && !mistakePlaces.isEmpty()) {
            return Optional.empty(); // all parts have the same place, so the wrong parts can't be identified
        }
        Set<Place> forbiddenPropertyPlaces = new HashSet<>();
        StatementRepairer statementRepairer =
                new StatementRepairer(new StatementMistakes(mistakePlaces, forbiddenPropertyPlaces));
        RefusalConverter refusalConverter = new RefusalConverter(declaration, statement, engine.profile());
        Statement repairedStatement = statementRepairer.repair(statement, declaration.columns());
        while (true) {
            try {
                Catalog extendedCatalog =
                        engine.apply(catalog, session, repairedStatement).catalog();
                checkPlaceholderFallbacks(catalog, repairedStatement, refusalConverter, findings);
                return StatementRepairer.keepsColumnsAndPartitioning(statement, repairedStatement)
                        ? Optional.of(addSeed(extendedCatalog, declaration, findings))
                        : Optional.empty();
            } catch (Refusal refusal) {
                Statement refusedStatement = repairedStatement;
                Finding finding = refusalConverter.toFinding(refusal, refusedStatement);
                boolean isKnown = mistakePlaces.contains(finding.place());
                // After another mistake, a refusal of the whole object is probably a consequence of that mistake.
                boolean isConsequence = !mistakePlaces.isEmpty()
                        && finding.rule() == CompileRule.REFUSED
                        && finding.place().equals(declaration.place());
                // A property that is refused even with an unknown value is forbidden; the next attempt omits it.
                if (isConsequence
                        || (isKnown
                                && !(isPlaceOfProperty(statement, finding.place())
                                        && forbiddenPropertyPlaces.add(finding.place())))) {
                    return Optional.empty();
                }
                if (!isKnown) {
                    findings.add(finding);
                    mistakePlaces.add(finding.place());
                }
                repairedStatement = statementRepairer.repair(statement, declaration.columns());
                if (!declaration.isFromSource() || repairedStatement.equals(refusedStatement)) {
                    return Optional.empty();
                }
            }
        }
    }

    /** Reports a name of Cairn's own objects, which the server accepts. */
    private static void checkReservedName(ObjectDeclaration declaration, Findings findings) {
        Name name = declaration.name().lastPart();
        if (TemporaryName.isReserved(name.text())) {
            Place place = Place.of(name.span());
            findings.add(
                    CompileRule.ILLEGAL_NAME,
                    declaration.isFromSource() && !place.equals(Place.NONE) ? place : declaration.place(),
                    name.text(),
                    "table or view",
                    "choose another one, because names with __cairn_ are those of Cairn's own objects");
        }
    }

    private static boolean isPlaceOfProperty(Statement statement, Place place) {
        return RefusalConverter.findProperties(statement).stream()
                .anyMatch(property -> Place.of(property.span()).equals(place));
    }

    /** Checks the fallback of each placeholder, which is the value unless the migrator has another one. */
    private void checkPlaceholderFallbacks(
            Catalog catalog, Statement statement, RefusalConverter refusalConverter, Findings findings) {
        List<Property> properties = RefusalConverter.findProperties(statement);
        for (int i = 0; i < properties.size(); i++) {
            Property property = properties.get(i);
            String fallback = property.isPlaceholder()
                    ? Placeholder.parse(property.value()).fallback()
                    : null;
            if (fallback != null) {
                List<Property> resolvedProperties = new ArrayList<>(properties);
                resolvedProperties.set(i, new Property(property.name(), fallback, property.span()));
                Statement resolvedStatement = replaceProperties(statement, resolvedProperties);
                try {
                    engine.apply(catalog, session, resolvedStatement);
                } catch (Refusal refusal) {
                    refusalConverter
                            .toLocatedPropertyFinding(refusal, resolvedStatement)
                            .ifPresent(findings::add);
                }
            }
        }
    }

    private static Statement replaceProperties(Statement statement, List<Property> properties) {
        if (statement instanceof CreateTable table) {
            return table.withProperties(properties);
        }
        return statement instanceof CreateMaterializedView view ? view.withProperties(properties) : statement;
    }

    private Catalog addSeed(Catalog catalog, ObjectDeclaration declaration, Findings findings) {
        DeclaredSeed seed = declaration.seed();
        return seed == null
                ? catalog
                : new SeedCheck(declaration, seed, findings)
                        .addTo(catalog, Objects.requireNonNull(session.databaseName()));
    }
}

package dev.cairn.processor.check;

import dev.cairn.catalog.Catalog;
import dev.cairn.catalog.ClusterObjects;
import dev.cairn.engine.Engine;
import dev.cairn.engine.cluster.ClusterObjectRules;
import dev.cairn.engine.cluster.ClusterSecrets;
import dev.cairn.engine.context.Session;
import dev.cairn.processor.finding.CompileRule;
import dev.cairn.processor.finding.Findings;
import dev.cairn.processor.finding.Place;
import dev.cairn.processor.model.AllowedWarning;
import dev.cairn.processor.model.DeclaredClusterObject;
import dev.cairn.processor.model.SchemaRoot;
import dev.cairn.sql.ast.ClusterStatement.ClusterItem;
import dev.cairn.sql.ast.Name;
import dev.cairn.sql.ast.Placeholder;
import dev.cairn.sql.cluster.ClusterObjectKind;
import dev.cairn.sql.cluster.ClusterPart;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * Adds the cluster objects of a schema to its declared catalog. It reports and omits the objects that a server would
 * refuse, and reports secrets and values of a single environment in the source.
 */
record DeclaredClusterBuilder(SchemaRoot root, Engine engine, Session session) {
    /** Returns the catalog with the objects that have neither a table nor a statement about tables and views. */
    Catalog withIndependentObjects(Catalog catalog, Findings findings) {
        Catalog initialCatalog =
                root.cluster().isManaged() ? catalog.withClusterObjects(ClusterObjects.MANAGED_EMPTY) : catalog;
        return withObjects(initialCatalog, kind -> !kind.hasTable() && !kind.hasStatement(), findings);
    }

    /** Returns a catalog with the objects that belong to tables; the given catalog must contain all tables. */
    Catalog withObjectsOfTables(Catalog catalog, Findings findings) {
        return withObjects(catalog, ClusterObjectKind::hasTable, findings);
    }

    /**
     * Returns a catalog with the objects that run statements about tables and views; the given catalog must contain all
     * tables and views.
     */
    Catalog withObjectsOfStatements(Catalog catalog, Findings findings) {
        return withObjects(catalog, ClusterObjectKind::hasStatement, findings);
    }

    private Catalog withObjects(Catalog catalog, Predicate<ClusterObjectKind> isAddedKind, Findings findings) {
        Catalog extendedCatalog = catalog;
        List<DeclaredClusterObject> objects = new ArrayList<>(root.cluster().objects());
        // External catalogs are added before the objects in their databases.
        objects.sort(Comparator.comparing(object -> object.statement().kind().isNamedInExternalDatabase()));
        for (DeclaredClusterObject object : objects) {
            if (!isAddedKind.test(object.statement().kind()) || isTableMissing(object, catalog)) {
                continue;
            }
            Findings objectFindings = new Findings();
            object.statement().items().forEach(item -> checkValueInSource(object, item, objectFindings));
            if (ClusterObjectRules.of(object.statement().kind())
                    .isBuiltIn(object.statement().name().lastPart().text())) {
                objectFindings.add(CompileRule.CLUSTER_OBJECT_OF_SERVER, object.place(), object.title());
            }
            extendedCatalog = new ClusterObjectCreator(object, engine, session, objectFindings).addTo(extendedCatalog);
            List<AllowedWarning> allowedWarnings = new ArrayList<>(object.allowedWarnings());
            WarningSuppression.checkCodes(allowedWarnings, findings);
            allowedWarnings.addAll(root.allowedWarnings());
            WarningSuppression.addUnsuppressedFindings(objectFindings, allowedWarnings, findings);
        }
        return extendedCatalog;
    }

    /**
     * Returns whether the catalog lacks the table that an object names. The table then has a mistake, which is reported
     * for the table itself.
     */
    private boolean isTableMissing(DeclaredClusterObject object, Catalog catalog) {
        Optional<String> tableName = object.statement().items().stream()
                .filter(item -> item.part().equals(ClusterPart.TABLE))
                .map(ClusterItem::value)
                .findFirst();
        String databaseName =
                object.statement().name().qualifier().map(Name::text).orElse(session.databaseName());
        return tableName.isPresent()
                && Optional.ofNullable(databaseName)
                        .flatMap(catalog::findDatabase)
                        .flatMap(tableDatabase -> tableDatabase.findTable(tableName.get()))
                        .isEmpty();
    }

    /** Returns whether the source contains the value itself, or a fallback of its placeholder. */
    private static boolean hasSourceValue(String value) {
        if (Placeholder.isPlaceholder(value)) {
            String fallback = Placeholder.parse(value).fallback();
            return fallback != null && !fallback.isEmpty();
        }
        return !value.isEmpty();
    }

    private static void checkValueInSource(DeclaredClusterObject object, ClusterItem item, Findings findings) {
        if (!hasSourceValue(item.value())) {
            return;
        }
        ClusterObjectRules rules = ClusterObjectRules.of(object.statement().kind());
        List<String> secretNames = ClusterSecrets.findSecretNames(item.part(), item.value());
        for (String secretName : secretNames) {
            findings.add(
                    CompileRule.SECRET_IN_SOURCE,
                    Place.of(item.span()),
                    secretName,
                    suggestPlaceholder(
                            item,
                            ClusterSecrets.createPlaceholderName(
                                    object.statement().name().lastPart().text(), secretName)));
        }
        if (secretNames.isEmpty() && !rules.belongsInSource(item.part())) {
            findings.add(
                    CompileRule.VALUE_IN_SOURCE,
                    Place.of(item.span()),
                    item.part().name(),
                    suggestPlaceholder(item, rules.placeholderName(item.part(), item.value())));
        }
    }

    /**
     * Returns the placeholder to suggest: the value's own placeholder without its fallback, or a placeholder with the
     * new name if the value is not a placeholder.
     */
    private static Placeholder suggestPlaceholder(ClusterItem item, String newName) {
        return Placeholder.of(
                Placeholder.isPlaceholder(item.value())
                        ? Placeholder.parse(item.value()).name()
                        : newName);
    }
}

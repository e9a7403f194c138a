package dev.cairn.engine.cluster;

import dev.cairn.catalog.Catalog;
import dev.cairn.catalog.ClusterObject;
import dev.cairn.engine.context.ServerState;
import dev.cairn.engine.context.StatementResult;
import dev.cairn.refusal.CommonRule;
import dev.cairn.refusal.Refusal;
import dev.cairn.refusal.RuleSubject;
import dev.cairn.refusal.ServerError;
import dev.cairn.sql.ast.ClusterStatement;
import dev.cairn.sql.ast.ClusterStatement.AlterClusterObject;
import dev.cairn.sql.ast.ClusterStatement.ClusterChange;
import dev.cairn.sql.ast.ClusterStatement.ClusterItem;
import dev.cairn.sql.ast.ClusterStatement.CreateClusterObject;
import dev.cairn.sql.ast.ClusterStatement.DropClusterObject;
import dev.cairn.sql.ast.ClusterStatement.PauseOrResumeClusterObject;
import dev.cairn.sql.ast.ExistingObjectPolicy;
import dev.cairn.sql.ast.Name;
import dev.cairn.sql.ast.Placeholder;
import dev.cairn.sql.cluster.ClusterObjectKind.Feature;
import dev.cairn.sql.cluster.ClusterPart;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Applies statements about the objects of a cluster, by the {@link ClusterObjectRules} of their kind. This class
 * contains the checks that all kinds have in common, in the order of the server, and nothing about a single kind.
 */
public record ClusterDdl(ServerState server) {
    /** Applies a statement; a statement about objects that the schema does not manage has no effect on the catalog. */
    public StatementResult apply(ClusterStatement statement) {
        if (!server.catalog().clusterObjects().isManaged()) {
            return server.unchangedResult();
        }
        ClusterObjectRules rules = ClusterObjectRules.of(statement.kind());
        Name name = statement.name().lastPart();
        if (statement.kind().isNamedInDatabase()) {
            requireDatabaseName(statement, rules);
        }
        if (statement.kind().isNamedInExternalDatabase()) {
            requireExternalCatalog(statement);
        }
        Optional<ClusterObject> existingObject = server.catalog()
                .clusterObjects()
                .find(ClusterObject.key(statement, server.session().databaseName()));
        if (statement instanceof CreateClusterObject create) {
            return createObject(create, rules, existingObject);
        }
        if (statement instanceof AlterClusterObject alter) {
            rules.checkAlterStatement(alter);
            return existingObject.isPresent() || !rules.isAlterableIfMissing(name)
                    ? alterObject(alter, rules, existingObject.orElseThrow(() -> rules.createNotFoundRefusal(name)))
                    : server.unchangedResult();
        }
        if (statement instanceof PauseOrResumeClusterObject pauseOrResume) {
            return pauseOrResumeObject(
                    pauseOrResume, existingObject.orElseThrow(() -> rules.createNotFoundRefusal(name)));
        }
        rules.checkDrop(name, server.catalog());
        if (existingObject.isEmpty() && ((DropClusterObject) statement).ifExists()) {
            return server.unchangedResult();
        }
        ClusterObject droppedObject = existingObject.orElseThrow(() -> rules.createDropNotFoundRefusal(name));
        Catalog catalog = server.catalog();
        return server.createResult(rules.withdraw(
                droppedObject,
                catalog.withClusterObjects(catalog.clusterObjects().withoutObject(droppedObject.key())),
                server.profile()));
    }

    private String requireDatabaseName(ClusterStatement statement, ClusterObjectRules rules) {
        return ClusterObject.findDatabase(statement, server.session().databaseName())
                .orElseThrow(() -> Refusal.ofAnalysis(statement.name().span(), rules.noDatabaseRule()));
    }

    /**
     * Requires that the server has the catalog of an object; a schema need not manage it. ALTER reports the database as
     * missing, any other statement the catalog.
     */
    private void requireExternalCatalog(ClusterStatement statement) {
        Name name = statement.name().catalog().orElseThrow();
        boolean mayExist = server.catalog().mayHaveExternalCatalog(name.text());
        if (!mayExist && statement instanceof AlterClusterObject) {
            throw Refusal.ofAnalysis(
                    statement.name().span(),
                    CommonRule.NOT_FOUND,
                    RuleSubject.DATABASE,
                    requireDatabaseName(statement, ClusterObjectRules.of(statement.kind())));
        }
        if (!mayExist) {
            throw Refusal.ofAnalysis(statement.name().span(), ServerError.UNKNOWN_CATALOG, name);
        }
    }

    private StatementResult createObject(
            CreateClusterObject create, ClusterObjectRules rules, Optional<ClusterObject> existingObject) {
        Name name = create.name().lastPart();
        String databaseName = create.kind().hasDatabase() ? requireDatabaseName(create, rules) : "";
        rules.checkName(name);
        create.items().forEach(item -> rules.checkVersion(server.profile(), item, true));
        SortedMap<ClusterPart, String> parts = new TreeMap<>();
        rules.prepareItems(create.items(), true).forEach(item -> putItem(item, rules, parts));
        ClusterObject object =
                new ClusterObject(create.kind(), databaseName, name.text(), rules.normalizeTogether(parts));
        if (existingObject.isPresent() && create.onExistingObject() == ExistingObjectPolicy.REFUSE) {
            if (rules.isExistenceCheckedLast()) {
                rules.checkDefinition(object, PartSpans.of(create), server.catalog());
            }
            throw rules.createExistsRefusal(name, existingObject.get());
        }
        if (existingObject.isPresent() && create.onExistingObject() == ExistingObjectPolicy.KEEP) {
            return server.unchangedResult();
        }
        rules.checkCreation(object, create, server.catalog());
        return store(object, rules, create);
    }

    private StatementResult alterObject(AlterClusterObject alter, ClusterObjectRules rules, ClusterObject oldObject) {
        SortedMap<ClusterPart, String> parts = new TreeMap<>(oldObject.parts());
        for (ClusterChange change : alter.changes()) {
            rules.checkAlteredItems(change.items());
            for (ClusterItem item : change.items()) {
                rules.checkVersion(server.profile(), item, false);
                rules.checkAlteration(item, oldObject);
            }
            if (rules.applyChange(change, parts)) {
                continue;
            }
            switch (change.alteration().effect()) {
                case SET, ADD -> rules.prepareItems(change.items(), false).forEach(item -> putItem(item, rules, parts));
                case REMOVE -> change.items().forEach(item -> parts.remove(item.part()));
                case RENAME ->
                    throw new IllegalArgumentException("The rules of " + oldObject.kind() + " rename nothing");
                case CLEAR ->
                    parts.keySet()
                            .removeIf(part ->
                                    part.clause().equals(change.alteration().clause()));
            }
        }
        if (oldObject.kind().hasFeature(Feature.PAUSABLE) && !oldObject.isPaused()) {
            throw Refusal.ofExecution(alter.name().span(), ClusterRule.LOAD_NOT_PAUSED);
        }
        return store(oldObject.withParts(rules.normalizeTogether(parts)), rules, alter);
    }

    private StatementResult pauseOrResumeObject(PauseOrResumeClusterObject pauseOrResume, ClusterObject oldObject) {
        if (oldObject.isPaused() && !pauseOrResume.isResume()) {
            throw Refusal.ofExecution(pauseOrResume.name().span(), ClusterRule.LOAD_ALREADY_PAUSED);
        }
        ClusterObject newObject = pauseOrResume.isResume()
                ? oldObject.withoutPart(ClusterPart.PAUSED)
                : oldObject.withPart(ClusterPart.PAUSED, "");
        return server.createResult(server.catalog()
                .withClusterObjects(server.catalog().clusterObjects().withObject(newObject)));
    }

    private StatementResult store(ClusterObject object, ClusterObjectRules rules, ClusterStatement statement) {
        Catalog catalog = server.catalog();
        rules.checkDefinition(object, PartSpans.of(statement), catalog);
        return server.createResult(rules.publish(
                object, catalog.withClusterObjects(catalog.clusterObjects().withObject(object)), server.profile()));
    }

    /**
     * Puts an item into the parts with its normalized value, or removes its part if this value is the default. A
     * placeholder is stored unchanged; only its fallback is checked.
     */
    private void putItem(ClusterItem item, ClusterObjectRules rules, SortedMap<ClusterPart, String> parts) {
        if (Placeholder.isPlaceholder(item.value())) {
            String fallback = Placeholder.parse(item.value()).fallback();
            if (fallback != null) {
                rules.normalize(new ClusterItem(item.part(), fallback, item.span()), server);
            }
            parts.put(item.part(), item.value());
            return;
        }
        Map.Entry<ClusterPart, String> storedPart = rules.normalize(item, server);
        if (rules.isDefault(storedPart.getKey(), storedPart.getValue())) {
            parts.remove(storedPart.getKey());
        } else {
            parts.put(storedPart.getKey(), storedPart.getValue());
        }
    }
}

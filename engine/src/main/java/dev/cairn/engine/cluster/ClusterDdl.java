package dev.cairn.engine.cluster;

import dev.cairn.catalog.Catalog;
import dev.cairn.catalog.ClusterObject;
import dev.cairn.catalog.Refusal;
import dev.cairn.catalog.ServerError;
import dev.cairn.engine.context.ServerState;
import dev.cairn.engine.context.StatementResult;
import dev.cairn.sql.ast.ClusterKind.Feature;
import dev.cairn.sql.ast.ClusterPart;
import dev.cairn.sql.ast.ClusterStatement;
import dev.cairn.sql.ast.ClusterStatement.AlterClusterObject;
import dev.cairn.sql.ast.ClusterStatement.ClusterChange;
import dev.cairn.sql.ast.ClusterStatement.ClusterItem;
import dev.cairn.sql.ast.ClusterStatement.CreateClusterObject;
import dev.cairn.sql.ast.ClusterStatement.DropClusterObject;
import dev.cairn.sql.ast.ClusterStatement.IfExists;
import dev.cairn.sql.ast.ClusterStatement.PauseClusterObject;
import dev.cairn.sql.ast.Name;
import dev.cairn.sql.ast.Placeholder;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/** Applies statements about the objects of a cluster, by the {@link ClusterRules} of their kind. */
public record ClusterDdl(ServerState server) {
    /** Applies a statement; one about objects that the schema does not manage has no effect on the catalog. */
    public StatementResult apply(ClusterStatement statement) {
        if (!server.catalog().cluster().isManaged()) {
            return server.unchangedResult();
        }
        ClusterRules rules = ClusterRules.of(statement.kind());
        Name name = statement.name().lastPart();
        String database = statement.kind().has(Feature.IN_DATABASE) ? requireDatabase(statement) : "";
        Optional<ClusterObject> present = server.catalog()
                .cluster()
                .find(ClusterObject.key(statement, server.session().database()));
        if (statement instanceof CreateClusterObject create) {
            return create(
                    create, rules, new ClusterObject(create.kind(), database, name.text(), new TreeMap<>()), present);
        }
        if (statement instanceof AlterClusterObject alter) {
            return present.isPresent() || !rules.isAlterableUnseen(name)
                    ? alter(alter, rules, present.orElseThrow(() -> rules.createNotFoundError(name)))
                    : server.unchangedResult();
        }
        if (statement instanceof PauseClusterObject pause) {
            return pause(pause, present.orElseThrow(() -> rules.createNotFoundError(name)));
        }
        rules.checkDrop(name);
        if (present.isEmpty() && ((DropClusterObject) statement).ifExists()) {
            return server.unchangedResult();
        }
        ClusterObject dropped = present.orElseThrow(() -> rules.createNotFoundError(name));
        return server.resultOf(server.catalog().with(server.catalog().cluster().withoutObject(dropped.key())));
    }

    private String requireDatabase(ClusterStatement statement) {
        String current = server.session().database();
        return statement
                .name()
                .qualifier()
                .map(Name::text)
                .or(() -> Optional.ofNullable(current))
                .orElseThrow(() -> Refusal.analysis(statement.name().span(), ServerError.NO_DATABASE_CHOSEN));
    }

    private StatementResult create(
            CreateClusterObject create, ClusterRules rules, ClusterObject empty, Optional<ClusterObject> present) {
        Name name = create.name().lastPart();
        rules.checkName(name);
        SortedMap<ClusterPart, String> parts = new TreeMap<>();
        rules.complete(create.items(), true).forEach(item -> put(item, rules, parts));
        ClusterObject object = empty.with(rules.settle(parts));
        if (present.isPresent() && create.ifExists() == IfExists.REFUSE) {
            if (rules.isExistenceCheckedLast()) {
                rules.checkDefinition(object, name.span(), server.catalog());
            }
            throw rules.createExistsError(name, present.get());
        }
        if (present.isPresent() && create.ifExists() == IfExists.KEEP) {
            return server.unchangedResult();
        }
        rules.checkCreation(object, name.span());
        return store(object, rules, create);
    }

    private StatementResult alter(AlterClusterObject alter, ClusterRules rules, ClusterObject before) {
        SortedMap<ClusterPart, String> parts = new TreeMap<>(before.parts());
        for (ClusterChange change : alter.changes()) {
            rules.checkItems(change.items());
            change.items().forEach(item -> rules.checkAlteration(item, before));
            switch (change.alteration().effect()) {
                case SET, ADD -> rules.complete(change.items(), false).forEach(item -> put(item, rules, parts));
                case CLEAR ->
                    parts.keySet()
                            .removeIf(part ->
                                    part.clause().equals(change.alteration().clause()));
            }
        }
        if (before.kind().has(Feature.PAUSABLE) && !before.isPaused()) {
            throw Refusal.execution(alter.name().span(), ClusterRule.LOAD_NOT_PAUSED);
        }
        return store(before.with(rules.settle(parts)), rules, alter);
    }

    private StatementResult pause(PauseClusterObject pause, ClusterObject before) {
        if (before.isPaused() && !pause.isResumed()) {
            throw Refusal.execution(pause.name().span(), ClusterRule.LOAD_ALREADY_PAUSED);
        }
        ClusterObject after =
                pause.isResumed() ? before.withoutPart(ClusterPart.PAUSED) : before.with(ClusterPart.PAUSED, "");
        return server.resultOf(server.catalog().with(server.catalog().cluster().with(after)));
    }

    private StatementResult store(ClusterObject object, ClusterRules rules, ClusterStatement statement) {
        Catalog catalog = server.catalog();
        rules.checkDefinition(object, statement.name().lastPart().span(), catalog);
        return server.resultOf(catalog.with(catalog.cluster().with(object)));
    }

    private void put(ClusterItem item, ClusterRules rules, SortedMap<ClusterPart, String> parts) {
        if (Placeholder.isWhole(item.value())) {
            parts.put(item.part(), item.value());
            return;
        }
        Map.Entry<ClusterPart, String> stored = rules.normalize(item, server);
        if (rules.neutralValue(stored.getKey())
                .filter(stored.getValue()::equals)
                .isPresent()) {
            parts.remove(stored.getKey());
        } else {
            parts.put(stored.getKey(), stored.getValue());
        }
    }
}

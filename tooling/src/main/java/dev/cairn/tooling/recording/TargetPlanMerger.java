package dev.cairn.tooling.recording;

import dev.cairn.catalog.Catalog;
import dev.cairn.plan.step.Marker;
import dev.cairn.plan.step.MigrationAction;
import dev.cairn.plan.step.Objection;
import dev.cairn.plan.step.Plan;
import dev.cairn.plan.step.PlanHint;
import dev.cairn.plan.step.Step;
import dev.cairn.processor.check.DeclaredSchema;
import dev.cairn.processor.check.history.RecordedSchema;
import dev.cairn.processor.check.history.RecordedSchemas;
import dev.cairn.profile.ServerCondition;
import dev.cairn.profile.ServerProfile;
import dev.cairn.refusal.Refusal;
import dev.cairn.sql.ast.DefaultProperties;
import dev.cairn.sql.ast.Property;
import dev.cairn.sql.ast.Statement;
import dev.cairn.sql.ast.Statement.CreateTable;
import dev.cairn.sql.ast.ViewStatement.CreateMaterializedView;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.function.Function;

/**
 * Merges the plans for all targets of a schema. A statement that is the same for all targets occurs once; any other
 * statement is marked with its targets. For each target, the order of its statements remains.
 *
 * <p>One server ignores properties that another one stores. The statements that create an object may therefore differ,
 * although one statement, with the properties of all of them, has the right effect on several servers. The targets of
 * these servers then get this statement.
 *
 * @param schemas the schema on each of its targets
 */
record TargetPlanMerger(List<DeclaredSchema> schemas) {
    /**
     * A statement that creates an object on a target.
     *
     * @param statementIndex its index in the statements of the target
     * @param catalogBefore the catalog before it
     */
    private record Creation(
            int targetIndex, int statementIndex, MigrationAction action, Statement statement, Catalog catalogBefore) {}

    static TargetPlanMerger of(RecordedSchemas targets) {
        return new TargetPlanMerger(
                targets.schemas().stream().map(RecordedSchema::schema).toList());
    }

    /** An item and the targets that have it. */
    private record SharedItem<T>(T item, List<ServerProfile> targets) {}

    private ServerProfile targetProfile(int targetIndex) {
        return schemas.get(targetIndex).root().checkedTarget();
    }

    /**
     * Merges the texts of statements, after targets have been given the same statement for an object where possible.
     *
     * @param textsByTarget the texts for each target, in the order of the targets
     * @param initialCatalogs the catalog of each target before the first statement
     */
    List<String> mergeTexts(List<List<String>> textsByTarget, List<Catalog> initialCatalogs) {
        return merge(
                unifyCreationTexts(textsByTarget, initialCatalogs),
                Function.identity(),
                (text, marker) -> marker.line() + "\n" + text);
    }

    /**
     * Returns plans in which targets share the statement that creates an object, if one text has the right effect on
     * each of them. The plans remain separate, with the same number of steps.
     *
     * @param plans a plan for each target, in the order of the targets
     * @param initialCatalogFunction returns the catalog of a target before its plan, by the index of the target
     */
    List<Plan> unifyCreations(List<Plan> plans, Function<Integer, Catalog> initialCatalogFunction) {
        List<List<String>> textsByTarget = plans.stream()
                .map(plan -> plan.steps().stream().map(Step::text).toList())
                .toList();
        List<Catalog> catalogs = new ArrayList<>();
        for (int i = 0; i < plans.size(); i++) {
            catalogs.add(initialCatalogFunction.apply(i));
        }
        List<List<String>> sharedTexts = unifyCreationTexts(textsByTarget, catalogs);
        List<Plan> sharedPlans = new ArrayList<>();
        for (int i = 0; i < plans.size(); i++) {
            List<Step> steps = new ArrayList<>();
            for (int j = 0; j < plans.get(i).steps().size(); j++) {
                Step step = plans.get(i).steps().get(j);
                String sharedText = sharedTexts.get(i).get(j);
                steps.add(step.text().equals(sharedText) ? step : step.withAction(MigrationAction.parse(sharedText)));
            }
            sharedPlans.add(new Plan(
                    steps, plans.get(i).impossibleChanges(), plans.get(i).hints()));
        }
        return sharedPlans;
    }

    private List<List<String>> unifyCreationTexts(List<List<String>> textsByTarget, List<Catalog> initialCatalogs) {
        if (textsByTarget.stream().distinct().count() < 2) {
            return textsByTarget;
        }
        Map<String, List<Creation>> creationsByObjectName = new LinkedHashMap<>();
        for (int targetIndex = 0; targetIndex < textsByTarget.size(); targetIndex++) {
            for (Creation creation :
                    findCreations(targetIndex, textsByTarget.get(targetIndex), initialCatalogs.get(targetIndex))) {
                creationsByObjectName
                        .computeIfAbsent(
                                creation.statement()
                                        .changedObject()
                                        .orElseThrow()
                                        .toString(),
                                name -> new ArrayList<>())
                        .add(creation);
            }
        }
        List<List<String>> sharedTexts = new ArrayList<>();
        textsByTarget.forEach(texts -> sharedTexts.add(new ArrayList<>(texts)));
        for (List<Creation> objectCreations : creationsByObjectName.values()) {
            Statement joinedStatement = joinProperties(objectCreations);
            List<Creation> matchingCreations = objectCreations.stream()
                    .filter(creation -> hasSameEffect(creation, joinedStatement))
                    .toList();
            if (matchingCreations.size() > 1) {
                matchingCreations.forEach(creation -> sharedTexts
                        .get(creation.targetIndex())
                        .set(
                                creation.statementIndex(),
                                new MigrationAction(creation.action().markers(), joinedStatement).text()));
            }
        }
        return sharedTexts;
    }

    /**
     * Returns the statements of a target that create a table or a materialized view, up to the first statement that the
     * server refuses.
     */
    private List<Creation> findCreations(int targetIndex, List<String> texts, Catalog initialCatalog) {
        List<Creation> creations = new ArrayList<>();
        Catalog catalog = initialCatalog;
        for (int i = 0; i < texts.size(); i++) {
            MigrationAction action = MigrationAction.parse(texts.get(i));
            Statement statement = action.statement();
            if (statement instanceof CreateTable || statement instanceof CreateMaterializedView) {
                creations.add(new Creation(targetIndex, i, action, statement, catalog));
            }
            if (statement != null && !action.isUnread()) {
                Optional<Catalog> catalogAfter = applyStatement(targetIndex, catalog, statement);
                if (catalogAfter.isEmpty()) {
                    return creations; // the catalog before the next statement is unknown
                }
                catalog = catalogAfter.get();
            }
        }
        return creations;
    }

    /** Returns the catalog after a statement; empty if the server refuses the statement. */
    private Optional<Catalog> applyStatement(int targetIndex, Catalog catalogBefore, Statement statement) {
        DeclaredSchema schema = schemas.get(targetIndex);
        try {
            return Optional.of(schema.engine()
                    .apply(catalogBefore, schema.session(), statement)
                    .catalog());
        } catch (Refusal ignored) {
            return Optional.empty();
        }
    }

    /** Returns the first statement, extended by the properties that only later statements have. */
    private static Statement joinProperties(List<Creation> creations) {
        Statement joinedStatement = creations.get(0).statement();
        for (Creation creation : creations) {
            List<Property> properties = creation.statement() instanceof CreateTable createTable
                    ? createTable.properties()
                    : ((CreateMaterializedView) creation.statement()).properties();
            joinedStatement = new DefaultProperties(properties).applyTo(joinedStatement);
        }
        return joinedStatement;
    }

    /**
     * Returns whether a statement has the effect of a creation: its server accepts both, with the same catalog after
     * them.
     */
    private boolean hasSameEffect(Creation creation, Statement statement) {
        Optional<Catalog> expectedCatalog =
                applyStatement(creation.targetIndex(), creation.catalogBefore(), creation.statement());
        return expectedCatalog.isPresent()
                && expectedCatalog.equals(applyStatement(creation.targetIndex(), creation.catalogBefore(), statement));
    }

    /** Merges plans, one for each target in the order of the targets. */
    Plan mergePlans(List<Plan> plans) {
        Set<Objection> impossibleChanges = new LinkedHashSet<>();
        Set<PlanHint> hints = new LinkedHashSet<>();
        for (Plan plan : plans) {
            impossibleChanges.addAll(plan.impossibleChanges());
            hints.addAll(plan.hints());
        }
        List<Step> steps = merge(plans.stream().map(Plan::steps).toList(), Step::text, Step::withMarker);
        return new Plan(steps, List.copyOf(impossibleChanges), List.copyOf(hints));
    }

    /**
     * Merges the items of all targets. An item that some targets lack is marked with the servers that have it.
     *
     * @param textFunction returns the text of an item; items with the same text are the same
     * @param markerFunction returns an item with a marker
     */
    private <T> List<T> merge(
            List<List<T>> itemsByTarget,
            Function<T, String> textFunction,
            BiFunction<T, Marker.ForServers, T> markerFunction) {
        List<SharedItem<T>> mergedItems = new ArrayList<>();
        for (int i = 0; i < schemas.size(); i++) {
            mergedItems = mergeTarget(mergedItems, itemsByTarget.get(i), targetProfile(i), textFunction);
        }
        List<T> markedItems = new ArrayList<>();
        for (SharedItem<T> sharedItem : mergedItems) {
            boolean isOnAllTargets = sharedItem.targets().size() == schemas.size();
            String servers = ServerCondition.of(sharedItem.targets()).toString();
            markedItems.add(
                    isOnAllTargets
                            ? sharedItem.item()
                            : markerFunction.apply(sharedItem.item(), new Marker.ForServers(servers)));
        }
        return markedItems;
    }

    /**
     * Returns the merged items of some targets together with the items of a further target. The items of a longest
     * common subsequence are shared, and the order of both lists remains.
     */
    private static <T> List<SharedItem<T>> mergeTarget(
            List<SharedItem<T>> mergedItems, List<T> items, ServerProfile target, Function<T, String> textFunction) {
        int[][] commonLengths = new int[mergedItems.size() + 1][items.size() + 1];
        for (int i = mergedItems.size() - 1; i >= 0; i--) {
            for (int j = items.size() - 1; j >= 0; j--) {
                commonLengths[i][j] = hasSameText(mergedItems.get(i), items.get(j), textFunction)
                        ? commonLengths[i + 1][j + 1] + 1
                        : Math.max(commonLengths[i + 1][j], commonLengths[i][j + 1]);
            }
        }
        List<SharedItem<T>> sharedItems = new ArrayList<>();
        int i = 0;
        int j = 0;
        while (i < mergedItems.size() || j < items.size()) {
            if (i < mergedItems.size()
                    && j < items.size()
                    && hasSameText(mergedItems.get(i), items.get(j), textFunction)) {
                List<ServerProfile> sharingTargets =
                        new ArrayList<>(mergedItems.get(i).targets());
                sharingTargets.add(target);
                sharedItems.add(new SharedItem<>(mergedItems.get(i++).item(), List.copyOf(sharingTargets)));
                j++;
            } else if (j == items.size()
                    || (i < mergedItems.size() && commonLengths[i + 1][j] >= commonLengths[i][j + 1])) {
                sharedItems.add(mergedItems.get(i++));
            } else {
                sharedItems.add(new SharedItem<>(items.get(j++), List.of(target)));
            }
        }
        return sharedItems;
    }

    private static <T> boolean hasSameText(SharedItem<T> sharedItem, T item, Function<T, String> textFunction) {
        return textFunction.apply(sharedItem.item()).equals(textFunction.apply(item));
    }
}

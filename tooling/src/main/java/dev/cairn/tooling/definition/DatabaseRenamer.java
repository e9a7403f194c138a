package dev.cairn.tooling.definition;

import dev.cairn.catalog.Catalog;
import dev.cairn.catalog.Database;
import dev.cairn.plan.change.Renames;
import dev.cairn.plan.part.ObjectName;
import dev.cairn.plan.step.Plan;
import dev.cairn.tooling.importing.ImportedQueryAnalyzer;
import java.util.ArrayList;
import java.util.List;

/**
 * Moves definitions into a database with another name, so that two sides with different databases can be compared. All
 * statements that create the objects are written and read again, because queries and properties also contain the name
 * of the database.
 */
final class DatabaseRenamer {
    private DatabaseRenamer() {}

    /**
     * Returns the same definitions in a database with another name. Objects that can't be moved become unknown
     * definitions.
     */
    static SourceDefinitions rename(SourceDefinitions definitions, String newDatabase) {
        if (definitions.database().equals(newDatabase)) {
            return definitions;
        }
        Catalog externalObjects = definitions.catalog().copyExternalObjectsTo(Catalog.EMPTY);
        Catalog emptyCatalog = externalObjects.withDatabase(Database.of(definitions.database()));
        Catalog portableCatalog = ImportedQueryAnalyzer.makePortable(
                definitions.profile(), definitions.catalog(), definitions.database());
        Plan creationPlan = definitions.createPlanner().plan(emptyCatalog, portableCatalog, Renames.NONE);
        List<ScriptText> scriptTexts = creationPlan.steps().stream()
                .map(step -> new ScriptText("database " + definitions.database(), step.text()))
                .toList();
        SourceDefinitions renamedDefinitions =
                new ScriptReader(definitions.profile(), newDatabase, externalObjects).readAll(scriptTexts);
        List<UnknownDefinition> unknownDefinitions = new ArrayList<>(renamedDefinitions.unknownDefinitions());
        creationPlan
                .impossibleChanges()
                .forEach(objection -> unknownDefinitions.add(new UnknownDefinition(
                        "database " + definitions.database(),
                        objection.object().toString(),
                        objection.reason(),
                        List.of(objection.object()))));
        unknownDefinitions.addAll(definitions.unknownDefinitions());
        return new SourceDefinitions(
                renamedDefinitions.profile(),
                newDatabase,
                renamedDefinitions.catalog(),
                unknownDefinitions.stream()
                        .map(definition -> renameObjects(definition, definitions.database(), newDatabase))
                        .toList(),
                definitions.irrelevantStatements());
    }

    private static UnknownDefinition renameObjects(
            UnknownDefinition unknownDefinition, String oldDatabase, String newDatabase) {
        List<ObjectName> renamedNames = unknownDefinition.objects().stream()
                .map(name -> name.database().equals(oldDatabase) ? new ObjectName(newDatabase, name.name()) : name)
                .toList();
        return new UnknownDefinition(
                unknownDefinition.location(), unknownDefinition.excerpt(), unknownDefinition.reason(), renamedNames);
    }
}

package dev.cairn.processor.check.history;

import dev.cairn.catalog.Catalog;
import dev.cairn.catalog.Database;
import dev.cairn.migration.Migration;
import dev.cairn.migration.MigrationChain;
import dev.cairn.plan.part.ObjectName;
import dev.cairn.plan.part.SchemaObject;
import dev.cairn.processor.check.DeclaredSchema;
import dev.cairn.processor.check.WarningSuppression;
import dev.cairn.processor.finding.CompileRule;
import dev.cairn.processor.finding.Findings;
import dev.cairn.processor.model.DeclaredColumn;
import dev.cairn.processor.model.ObjectDeclaration;
import dev.cairn.processor.model.PreviousName;
import dev.cairn.processor.model.SchemaRoot.Member;
import dev.cairn.processor.model.Suggestion;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Warns about previous names that have no effect: they are the present names, a recorded migration has already replaced
 * them, the recorded schema does not contain them, the object is in another database, or both names are in the recorded
 * schema without a rename. Whether a migration contains a name, or renames it, is searched in the texts of its upgrade.
 * A name that the last migration replaces is not reported, so that sources compile without a warning directly after the
 * recording.
 */
public record PreviousNameCheck(DeclaredSchema schema, MigrationChain chain) {
    private static final String UNKNOWN_NAME_REMEDY = "; correct the old name, or remove @RenamedFrom";

    void check(Findings findings) {
        for (Member member : schema.root().members()) {
            ObjectDeclaration declaration = member.declaration();
            if (declaration.isFromSource()) {
                Findings memberFindings = new Findings();
                checkDeclaration(declaration, memberFindings);
                WarningSuppression.addUnsuppressedFindings(
                        memberFindings, declaration, schema.root().allowedWarnings(), findings);
            }
        }
    }

    private void checkDeclaration(ObjectDeclaration declaration, Findings findings) {
        ObjectName objectName = schema.resolveObjectName(declaration);
        Catalog lastCatalog = chain.lastCatalog();
        PreviousName previousName = declaration.previousName();
        if (previousName != null) {
            checkObjectName(previousName, objectName, findings);
        }
        Optional<List<String>> recordedColumnNames = DeclaredSchema.findColumnNames(lastCatalog, objectName);
        if (recordedColumnNames.isEmpty() && previousName != null) {
            recordedColumnNames = DeclaredSchema.findColumnNames(lastCatalog, objectName.withName(previousName.name()));
        }
        recordedColumnNames.ifPresent(recordedNames -> checkColumns(declaration, recordedNames, findings));
    }

    private void checkObjectName(PreviousName previousName, ObjectName objectName, Findings findings) {
        boolean hasPreviousObject = isRecordedWithKindOf(objectName, objectName.withName(previousName.name()));
        boolean isReplaced = isRecordedWithKindOf(objectName, objectName);
        Optional<ObjectName> originElsewhere =
                hasPreviousObject || isReplaced || !SchemaObject.isTable(schema.catalog(), objectName)
                        ? Optional.empty()
                        : findRemovedTableElsewhere(objectName.withName(previousName.name()));
        if (originElsewhere.isPresent()) {
            findings.add(CompileRule.RENAMED_FROM_ELSEWHERE, previousName.place(), objectName, originElsewhere.get());
        } else if (previousName.name().equals(objectName.name())) {
            findings.add(CompileRule.RENAMED_FROM_ITSELF, previousName.place(), objectName.name());
        } else if (!isRecorded(objectName.withName(previousName.name()))
                && !chain.migrations().isEmpty()) {
            checkPreviousName(previousName, objectName.name(), isReplaced, List.of(), findings);
        } else if (isReplaced && isNameOfNewMember(objectName.withName(previousName.name()))) {
            checkReusedName(previousName, objectName.name(), findings);
        }
    }

    /**
     * Returns whether an object of the recorded schema is of the same kind as a declared one. An object of another kind
     * neither is the former state of the declared object nor occupies its name, because a change of the kind drops it.
     */
    private boolean isRecordedWithKindOf(ObjectName declaredName, ObjectName recordedName) {
        Optional<String> recordedKind =
                SchemaObject.find(chain.lastCatalog(), recordedName).map(SchemaObject::kind);
        return recordedKind.isPresent()
                && recordedKind.equals(
                        SchemaObject.find(schema.catalog(), declaredName).map(SchemaObject::kind));
    }

    private boolean isRecorded(ObjectName objectName) {
        return SchemaObject.find(chain.lastCatalog(), objectName).isPresent();
    }

    /** Returns the recorded table with the same name in another database, if that table is no longer declared. */
    private Optional<ObjectName> findRemovedTableElsewhere(ObjectName previousObjectName) {
        for (Map.Entry<String, Database> databaseEntry : chain.lastCatalog().databases()) {
            ObjectName name = new ObjectName(databaseEntry.getKey(), previousObjectName.name());
            if (!name.equals(previousObjectName)
                    && SchemaObject.isTable(chain.lastCatalog(), name)
                    && !SchemaObject.isTable(schema.catalog(), name)) {
                return Optional.of(name);
            }
        }
        return Optional.empty();
    }

    /** Returns whether the name is that of a member without a previous name. */
    private boolean isNameOfNewMember(ObjectName objectName) {
        return schema.root().declarations().stream()
                .anyMatch(declaration -> declaration.previousName() == null
                        && schema.resolveObjectName(declaration).equals(objectName));
    }

    /**
     * Checks a previous name that another object of the recorded schema has. If a migration has renamed the object, the
     * other one was created afterwards.
     */
    private void checkReusedName(PreviousName previousName, String newName, Findings findings) {
        List<Migration> migrations = chain.migrations();
        Pattern renamePattern =
                createPattern(renderNamePattern(previousName.name()) + ".*\\bRENAME\\b.*" + renderNamePattern(newName));
        if (migrations.stream().noneMatch(migration -> containsMatch(migration, renamePattern))) {
            findings.add(
                    CompileRule.RENAMED_FROM_PRESENT,
                    previousName.place(),
                    newName,
                    previousName.name(),
                    "remove @RenamedFrom");
        } else if (!containsMatch(migrations.get(migrations.size() - 1), renamePattern)) {
            findings.add(CompileRule.RENAMED_FROM_RECORDED, previousName.place(), newName, previousName.name());
        }
    }

    private static boolean hasColumn(List<String> recordedNames, String name) {
        return recordedNames.stream().anyMatch(name::equalsIgnoreCase);
    }

    private void checkColumns(ObjectDeclaration declaration, List<String> recordedNames, Findings findings) {
        List<String> removedNames = new ArrayList<>(recordedNames);
        declaration.columns().forEach(column -> removedNames.removeIf(column.name()::equalsIgnoreCase));
        for (DeclaredColumn column : declaration.columns()) {
            PreviousName previousName = column.previousName();
            if (previousName != null && !hasColumn(recordedNames, previousName.name())) {
                boolean isReplaced = hasColumn(recordedNames, column.name());
                checkPreviousName(previousName, column.name(), isReplaced, removedNames, findings);
            }
        }
    }

    /**
     * Checks a previous name that is not in the recorded schema.
     *
     * @param isReplaced whether the new name is in the recorded schema
     * @param removedNames the recorded columns that are no longer declared; the previous name may be a misspelling of
     *     one of them
     */
    private void checkPreviousName(
            PreviousName previousName,
            String newName,
            boolean isReplaced,
            List<String> removedNames,
            Findings findings) {
        List<Migration> migrations = chain.migrations();
        Pattern namePattern = createPattern(renderNamePattern(previousName.name()));
        if (migrations.stream().noneMatch(migration -> containsMatch(migration, namePattern))) {
            findings.add(
                    CompileRule.RENAMED_FROM_UNKNOWN,
                    previousName.place(),
                    newName,
                    previousName.name(),
                    "which no recorded migration contains",
                    Suggestion.renderSuffix(previousName.name(), removedNames, UNKNOWN_NAME_REMEDY));
        } else if (!isReplaced) {
            findings.add(
                    CompileRule.RENAMED_FROM_UNKNOWN,
                    previousName.place(),
                    newName,
                    previousName.name(),
                    "which the recorded schema no longer has",
                    findSuccessor(previousName.name(), removedNames)
                            .map(Suggestion::renderRenameSuffix)
                            .orElse(UNKNOWN_NAME_REMEDY));
        } else if (!containsMatch(migrations.get(migrations.size() - 1), namePattern)) {
            findings.add(CompileRule.RENAMED_FROM_RECORDED, previousName.place(), newName, previousName.name());
        }
    }

    /** Returns the removed name to which a migration has renamed a column. */
    private Optional<String> findSuccessor(String previousName, List<String> removedNames) {
        return removedNames.stream()
                .filter(removedName -> {
                    Pattern renamePattern = createPattern("\\bRENAME\\s+COLUMN\\s+`?" + renderNamePattern(previousName)
                            + "`?\\s+TO\\s+`?" + renderNamePattern(removedName));
                    return chain.migrations().stream().anyMatch(migration -> containsMatch(migration, renamePattern));
                })
                .findFirst();
    }

    /** Returns a pattern that matches the name as a whole word, with or without backquotes around it. */
    private static String renderNamePattern(String name) {
        return "(?<![\\p{L}\\p{N}_])" + Pattern.quote(name) + "(?![\\p{L}\\p{N}_])";
    }

    private static Pattern createPattern(String pattern) {
        return Pattern.compile(pattern, Pattern.CASE_INSENSITIVE | Pattern.UNICODE_CASE | Pattern.DOTALL);
    }

    private static boolean containsMatch(Migration migration, Pattern pattern) {
        return migration.upgrade().stream()
                .anyMatch(statement -> pattern.matcher(statement).find());
    }
}

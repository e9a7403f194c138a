package dev.cairn.tooling.lint;

import dev.cairn.catalog.Catalog;
import dev.cairn.catalog.Column;
import dev.cairn.catalog.Database;
import dev.cairn.catalog.MaterializedView;
import dev.cairn.catalog.StoredProperties;
import dev.cairn.catalog.Table;
import dev.cairn.catalog.TypeFormat;
import dev.cairn.catalog.View;
import dev.cairn.catalog.ViewColumn;
import dev.cairn.plan.part.ObjectName;
import dev.cairn.plan.step.LintRule;
import dev.cairn.sql.Sql;
import dev.cairn.sql.ast.IndexDefinition;
import dev.cairn.sql.ast.Type;
import dev.cairn.tooling.definition.ObjectPatterns;
import dev.cairn.tooling.lint.LintSubject.SchemaPart;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Checks the objects of a schema against the settings of its team: names, comments, owners, properties and types.
 * Without settings it reports nothing: these rules are a matter of taste.
 */
final class ObjectPolicyCheck {
    private final LintFindings findings;
    private final LintSettings settings;
    private final List<String> kindsRequiringComments;
    private final List<PropertyMatcher> requiredProperties;
    private final List<PropertyMatcher> forbiddenProperties;
    private final List<String> forbiddenTypes;
    private final List<ColumnTypeRule> requiredTypes;
    private final boolean requiresOwner;

    ObjectPolicyCheck(LintFindings findings, LintSettings settings) {
        this.findings = findings;
        this.settings = settings;
        this.kindsRequiringComments = settings.findValues(LintSettings.COMMENTS);
        this.requiredProperties = parsePropertyMatchers(settings.findValues(LintSettings.REQUIRED_PROPERTIES));
        this.forbiddenProperties = parsePropertyMatchers(settings.findValues(LintSettings.FORBIDDEN_PROPERTIES));
        this.forbiddenTypes = settings.findValues(LintSettings.FORBIDDEN_TYPES);
        this.requiredTypes = settings.collectListsByPrefix(LintSettings.REQUIRED_TYPES_PREFIX).entrySet().stream()
                .map(entry -> new ColumnTypeRule(entry.getKey(), entry.getValue()))
                .toList();
        this.requiresOwner =
                !settings.collectListsByPrefix(LintSettings.OWNER_PREFIX).isEmpty();
    }

    /** A kind of part of a schema, and its names in settings and messages. */
    private enum PartKind {
        TABLE,
        VIEW,
        MATERIALIZED_VIEW,
        COLUMN,
        INDEX;

        String settingName() {
            return label().replace(' ', '-');
        }

        String pluralSettingName() {
            return settingName() + "s";
        }

        String label() {
            return name().toLowerCase(Locale.ROOT).replace('_', ' ');
        }
    }

    /** A property with any value, or with one value. */
    private record PropertyMatcher(String name, Optional<String> value) {
        boolean isDeclaredIn(StoredProperties properties) {
            StoredProperties.Setting setting = properties.settingByName().get(name);
            return setting != null
                    && !setting.isAssumed()
                    && value.map(setting.value()::equalsIgnoreCase).orElse(true);
        }

        @Override
        public String toString() {
            return value.map(text -> name + " = " + text).orElse(name);
        }
    }

    private static List<PropertyMatcher> parsePropertyMatchers(List<String> items) {
        return items.stream()
                .map(item -> item.split("=", 2))
                .map(parts -> new PropertyMatcher(
                        parts[0].strip(), parts.length == 1 ? Optional.empty() : Optional.of(parts[1].strip())))
                .toList();
    }

    /** A pattern of column names, and the types: a column with a matching name must have one of them. */
    private record ColumnTypeRule(String columnPattern, List<String> types) {
        boolean appliesTo(ObjectName tableName, String columnName) {
            return ObjectPatterns.matches(columnPattern, tableName.name(), columnName);
        }
    }

    void checkCatalog(Catalog catalog) {
        for (Database database : catalog.databases().values()) {
            database.tables()
                    .values()
                    .forEach(table -> checkTable(new ObjectName(database.name(), table.name()), table));
            database.views().values().forEach(view -> checkView(new ObjectName(database.name(), view.name()), view));
            database.materializedViews()
                    .values()
                    .forEach(view -> checkMaterializedView(new ObjectName(database.name(), view.name()), view));
        }
    }

    private void checkTable(ObjectName name, Table table) {
        SchemaPart subject = new SchemaPart(name, "");
        checkName(PartKind.TABLE, subject, name.name());
        checkComment(PartKind.TABLE, subject, table.comment());
        checkOwner(subject);
        checkProperties(subject, table.properties());
        checkIndexNames(subject, table.indexes());
        for (Column column : table.columns()) {
            SchemaPart columnSubject = new SchemaPart(name, column.name());
            checkName(PartKind.COLUMN, columnSubject, column.name());
            checkComment(PartKind.COLUMN, columnSubject, column.comment());
            checkType(columnSubject, column.type());
        }
    }

    private void checkView(ObjectName name, View view) {
        SchemaPart subject = new SchemaPart(name, "");
        checkName(PartKind.VIEW, subject, name.name());
        checkComment(PartKind.VIEW, subject, view.comment());
        checkOwner(subject);
        checkColumnNames(name, view.columns());
    }

    private void checkMaterializedView(ObjectName name, MaterializedView view) {
        SchemaPart subject = new SchemaPart(name, "");
        checkName(PartKind.MATERIALIZED_VIEW, subject, name.name());
        checkComment(PartKind.MATERIALIZED_VIEW, subject, view.comment());
        checkOwner(subject);
        checkIndexNames(subject, view.indexes());
        checkColumnNames(name, view.columns());
    }

    private void checkColumnNames(ObjectName viewName, List<ViewColumn> columns) {
        columns.forEach(column -> checkName(PartKind.COLUMN, new SchemaPart(viewName, column.name()), column.name()));
    }

    private void checkIndexNames(SchemaPart subject, List<IndexDefinition> indexes) {
        indexes.forEach(index -> checkName(PartKind.INDEX, subject, index.name().text()));
    }

    private void checkName(PartKind kind, SchemaPart subject, String name) {
        settings.findValue(LintSettings.NAMES_PREFIX + kind.settingName())
                .filter(pattern -> !name.matches(pattern))
                .ifPresent(pattern -> findings.add(
                        LintRule.NAME_PATTERN,
                        subject,
                        "the name of the " + kind.label() + " " + name + " does not match " + pattern));
    }

    private void checkComment(PartKind kind, SchemaPart subject, String comment) {
        if (comment.isBlank() && kindsRequiringComments.contains(kind.pluralSettingName())) {
            findings.add(LintRule.MISSING_COMMENT, subject, subject.unqualifiedName() + " has no comment");
        }
    }

    private void checkOwner(SchemaPart subject) {
        if (requiresOwner && settings.findOwner(subject.objectName()).isEmpty()) {
            findings.add(LintRule.MISSING_OWNER, subject, "no team owns " + subject.unqualifiedName());
        }
    }

    private void checkProperties(SchemaPart subject, StoredProperties properties) {
        for (PropertyMatcher matcher : requiredProperties) {
            if (!matcher.isDeclaredIn(properties)) {
                findings.add(
                        LintRule.MISSING_PROPERTY, subject, subject.unqualifiedName() + " does not declare " + matcher);
            }
        }
        for (PropertyMatcher matcher : forbiddenProperties) {
            if (matcher.isDeclaredIn(properties)) {
                findings.add(LintRule.FORBIDDEN_PROPERTY, subject, subject.unqualifiedName() + " declares " + matcher);
            }
        }
    }

    private void checkType(SchemaPart subject, Type type) {
        flattenType(type)
                .filter(nestedType -> forbiddenTypes.stream().anyMatch(name -> isNameOf(name, nestedType)))
                .findFirst()
                .ifPresent(nestedType -> findings.add(
                        LintRule.FORBIDDEN_TYPE,
                        subject,
                        subject.unqualifiedName() + " has the type " + TypeFormat.formatForShowCreate(nestedType)));
        requiredTypes.stream()
                .filter(rule -> rule.appliesTo(subject.objectName(), subject.columnName()))
                .filter(rule -> rule.types().stream().noneMatch(name -> isNameOf(name, type)))
                .findFirst()
                .ifPresent(rule -> findings.add(
                        LintRule.UNEXPECTED_TYPE,
                        subject,
                        "the columns " + rule.columnPattern() + " must have the type "
                                + String.join(" or ", rule.types()) + ", but " + subject.unqualifiedName()
                                + " is "
                                + TypeFormat.formatForShowCreate(type)));
    }

    private static Stream<Type> flattenType(Type type) {
        return Stream.concat(Stream.of(type), type.componentTypes().stream().flatMap(ObjectPolicyCheck::flattenType));
    }

    /**
     * Returns whether a type name of the settings stands for the type: {@code decimal} stands for all decimals,
     * {@code string} only for itself.
     */
    private static boolean isNameOf(String typeName, Type type) {
        return Sql.parseType(typeName).equals(type)
                || typeName.toLowerCase(Locale.ROOT).equals(extractFirstWord(type));
    }

    /** Returns the first word of the type: {@code varchar} of {@code varchar(20)}. */
    private static String extractFirstWord(Type type) {
        return TypeFormat.formatForShowCreate(type).split("[(<]", 2)[0];
    }
}

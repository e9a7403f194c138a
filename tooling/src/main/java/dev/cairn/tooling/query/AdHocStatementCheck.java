package dev.cairn.tooling.query;

import dev.cairn.analysis.CatalogSourceResolver;
import dev.cairn.analysis.QueryAnalysis;
import dev.cairn.analysis.source.Bindings;
import dev.cairn.analysis.source.BoundQuery;
import dev.cairn.analysis.source.DictionaryLookup.DictionaryTable;
import dev.cairn.analysis.source.ForwardingSourceResolver;
import dev.cairn.analysis.source.Source;
import dev.cairn.analysis.source.SourceResolver;
import dev.cairn.engine.Engine;
import dev.cairn.engine.advice.QueryAdvice;
import dev.cairn.engine.advice.QueryWarning;
import dev.cairn.engine.context.Session;
import dev.cairn.internal.ledger.LedgerNames;
import dev.cairn.migration.UnknownName;
import dev.cairn.plan.part.ObjectName;
import dev.cairn.processor.check.value.EnumColumns;
import dev.cairn.processor.check.value.EnumUseCheck;
import dev.cairn.processor.finding.CompileRule;
import dev.cairn.processor.finding.Finding;
import dev.cairn.processor.finding.Place;
import dev.cairn.processor.model.EnumColumn;
import dev.cairn.processor.model.JavaClassName;
import dev.cairn.processor.model.JavaType;
import dev.cairn.processor.model.Suggestion;
import dev.cairn.refusal.Refusal;
import dev.cairn.schema.Column;
import dev.cairn.schema.Descriptor;
import dev.cairn.schema.SchemaDescriptor;
import dev.cairn.schema.SortableColumn;
import dev.cairn.schema.ValueType;
import dev.cairn.sql.Sql;
import dev.cairn.sql.ast.DmlStatement;
import dev.cairn.sql.ast.Name;
import dev.cairn.sql.ast.QualifiedName;
import dev.cairn.sql.ast.Span;
import dev.cairn.sql.ast.Statement;
import dev.cairn.sql.ast.Statement.QueryText;
import dev.cairn.sql.token.SourceExcerpt;
import dev.cairn.tooling.definition.ComparisonSide;
import dev.cairn.tooling.definition.ComparisonSideReader;
import dev.cairn.tooling.definition.SourceDefinitions;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Checks a statement against definitions before it is sent. The server may have objects that the definitions do not
 * contain. Therefore, these are not checked: objects of other databases and catalogs, objects whose definitions could not
 * be parsed, partitions, and Cairn's own tables.
 *
 * @param enumColumns the columns with enums, which only compiled classes declare
 */
public record AdHocStatementCheck(SourceDefinitions definitions, EnumColumns enumColumns) {
    /** Returns a check against the definitions of a source, whose objects are in a database with this name. */
    public static AdHocStatementCheck of(ComparisonSide source, String database) {
        List<EnumColumn> enumColumns = source instanceof ComparisonSide.CompiledSchema compiledSchema
                ? findEnumColumns(compiledSchema.schema(), database)
                : List.of();
        return new AdHocStatementCheck(
                ComparisonSideReader.readDefinitions(source, database), new EnumColumns(enumColumns));
    }

    private static List<EnumColumn> findEnumColumns(SchemaDescriptor schema, String currentDatabase) {
        List<EnumColumn> columns = new ArrayList<>();
        for (Descriptor<?> descriptor : schema.descriptors()) {
            String database = descriptor.database().orElse(currentDatabase);
            for (Column<?> column : descriptor.columns()) {
                if (column instanceof SortableColumn<?> sortableColumn
                        && sortableColumn.valueType() instanceof ValueType.EnumType<?> enumType) {
                    columns.add(new EnumColumn(
                            database, descriptor.name(), column.name(), toEnumeration(enumType.type()), List.of()));
                }
            }
        }
        return columns;
    }

    private static JavaType.Enumeration toEnumeration(Class<? extends Enum<?>> enumClass) {
        return new JavaType.Enumeration(
                new JavaClassName(enumClass.getPackageName(), List.of(enumClass.getSimpleName())),
                Arrays.stream(enumClass.getEnumConstants()).map(Enum::name).toList());
    }

    /**
     * Returns the warnings about a query or a change of rows; an empty list for any other statement, which is not
     * checked.
     *
     * @throws InvalidStatementException if a server with these definitions would refuse the statement
     */
    public List<String> findWarnings(AdHocStatement statement) {
        try {
            Optional<QueryText> queryText = statement.findQueryText();
            if (queryText.isPresent()) {
                return findQueryWarnings(statement.statementText(), queryText.get());
            }
            if (statement.statement() instanceof Statement.OpaqueStatement opaqueStatement
                    && opaqueStatement.changesRows()) {
                return findDmlWarnings(statement.statementText(), Sql.parseDml(opaqueStatement));
            }
            return List.of();
        } catch (Refusal refusal) {
            throw createException(statement.statementText(), refusal);
        }
    }

    private List<String> findQueryWarnings(String statementText, QueryText queryText) {
        SourceResolver sourceResolver = new DefinitionSourceResolver(definitions);
        BoundQuery boundQuery = new QueryAnalysis(definitions.profile(), sourceResolver, definitions.database())
                .analyzeExecutable(queryText.query());
        List<String> warnings = renderWarnings(
                statementText, new QueryAdvice(definitions.catalog()).findWarnings(statementText, boundQuery));
        warnings.addAll(findEnumWarnings(statementText, boundQuery.bindings(), null));
        return warnings;
    }

    private List<String> findDmlWarnings(String statementText, DmlStatement dmlStatement) {
        Bindings bindings = new Bindings();
        new Engine(definitions.profile()).check(definitions.catalog(), session(), dmlStatement, bindings);
        List<String> warnings = new ArrayList<>();
        if (dmlStatement instanceof DmlStatement.Update update && update.where() == null) {
            warnings.add("The UPDATE changes every row of " + Sql.render(update.target())
                    + ". Add a condition, or write WHERE TRUE if all rows are intended.");
        }
        warnings.addAll(renderWarnings(
                statementText,
                new QueryAdvice(definitions.catalog()).findWarnings(statementText, dmlStatement, bindings)));
        warnings.addAll(findEnumWarnings(statementText, bindings, dmlStatement.target()));
        return warnings;
    }

    private List<String> findEnumWarnings(String statementText, Bindings bindings, @Nullable QualifiedName target) {
        EnumWarningCollector warningCollector = new EnumWarningCollector(
                statementText, enumColumns, target == null ? null : ObjectName.resolve(target, session()));
        new EnumUseCheck(bindings, enumColumns, warningCollector).check();
        return warningCollector.warnings;
    }

    private static List<String> renderWarnings(String statementText, List<QueryWarning> warnings) {
        List<String> renderedWarnings = new ArrayList<>();
        for (QueryWarning warning : warnings) {
            renderedWarnings.add(
                    renderWarning(statementText, warning.message() + " " + warning.remedy(), warning.span()));
        }
        return renderedWarnings;
    }

    private static String renderWarning(String statementText, String warning, Span span) {
        return warning + "\n" + SourceExcerpt.formatWithPosition(statementText, span);
    }

    private Session session() {
        return new Session(definitions.database());
    }

    private InvalidStatementException createException(String statementText, Refusal refusal) {
        String suffix = UnknownName.findIn(statementText, refusal, definitions.catalog(), session())
                .map(suggestions ->
                        Suggestion.renderSuffix(suggestions.unknownName(), suggestions.candidateNames(), ""))
                .filter(suggestion -> !suggestion.isEmpty())
                .orElse(".");
        return new InvalidStatementException(
                refusal.reason() + suffix + "\n" + SourceExcerpt.formatWithPosition(statementText, refusal.span()),
                refusal);
    }

    /** Collects the warnings about constants of enums. */
    private static final class EnumWarningCollector implements EnumUseCheck.CheckContext {
        private final String statementText;
        private final EnumColumns enumColumns;
        private final @Nullable ObjectName targetName;
        private final List<String> warnings = new ArrayList<>();

        /** @param targetName the table whose rows are changed; null for a query */
        EnumWarningCollector(String statementText, EnumColumns enumColumns, @Nullable ObjectName targetName) {
            this.statementText = statementText;
            this.enumColumns = enumColumns;
            this.targetName = targetName;
        }

        @Override
        public JavaType.@Nullable Enumeration findTargetEnum(dev.cairn.catalog.Column column) {
            return enumColumns.findInTarget(targetName, column);
        }

        @Override
        public String sourceText(Span span) {
            return span.textIn(statementText);
        }

        @Override
        public void addFinding(Span span, CompileRule rule, Object... arguments) {
            String warning = Finding.of(rule, Place.NONE, arguments).text();
            warnings.add(AdHocStatementCheck.renderWarning(
                    statementText, warning.endsWith("?") ? warning : warning + ".", span));
        }
    }

    /**
     * Resolves names to the objects of the definitions. A name that only a server may know resolves to an unknown
     * object.
     */
    private static final class DefinitionSourceResolver implements ForwardingSourceResolver {
        private final SourceDefinitions definitions;
        private final SourceResolver catalogResolver;

        DefinitionSourceResolver(SourceDefinitions definitions) {
            this.definitions = definitions;
            this.catalogResolver = new CatalogSourceResolver(definitions.profile(), definitions.catalog());
        }

        @Override
        public SourceResolver delegate() {
            return catalogResolver;
        }

        @Override
        public Source resolveSource(@Nullable String catalog, String database, String name, Span span) {
            boolean isOutsideDatabase = catalog != null || !database.equals(definitions.database());
            if (isOutsideDatabase || LedgerNames.hasCommonPrefix(name) || definitions.mayDefine(name)) {
                try {
                    return catalogResolver.resolveSource(catalog, database, name, span);
                } catch (Refusal ignored) {
                    return Source.ofUnknown(database, name, Source.Kind.EXTERNAL);
                }
            }
            return catalogResolver.resolveSource(null, database, name, span);
        }

        @Override
        public boolean lacksPartition(String database, String tableName, Name partition, boolean isTemporary) {
            return false;
        }

        @Override
        public @Nullable DictionaryTable resolveDictionaryTable(@Nullable String database, String name, Span span) {
            return null;
        }
    }
}

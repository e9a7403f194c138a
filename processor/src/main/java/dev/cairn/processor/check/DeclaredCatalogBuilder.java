package dev.cairn.processor.check;

import dev.cairn.analysis.QueryAnalysis;
import dev.cairn.analysis.source.BoundQuery;
import dev.cairn.analysis.source.SourceResolver;
import dev.cairn.catalog.Catalog;
import dev.cairn.catalog.Database;
import dev.cairn.catalog.ExternalObject;
import dev.cairn.catalog.UserFunction;
import dev.cairn.engine.Engine;
import dev.cairn.engine.context.Session;
import dev.cairn.engine.property.ForeignKeyOrder;
import dev.cairn.finding.Severity;
import dev.cairn.processor.check.DeclaredSourceResolver.RequestedName;
import dev.cairn.processor.check.access.RoleCheck;
import dev.cairn.processor.check.refusal.CheckedTable;
import dev.cairn.processor.check.value.EnumColumns;
import dev.cairn.processor.check.value.ValueWarningCheck;
import dev.cairn.processor.finding.CompileRule;
import dev.cairn.processor.finding.Finding;
import dev.cairn.processor.finding.Findings;
import dev.cairn.processor.finding.Place;
import dev.cairn.processor.model.AllowedWarning;
import dev.cairn.processor.model.DeclaredColumn;
import dev.cairn.processor.model.DeclaredColumn.ColumnPart;
import dev.cairn.processor.model.JavaType;
import dev.cairn.processor.model.ObjectDeclaration;
import dev.cairn.processor.model.ObjectDeclaration.Kind;
import dev.cairn.processor.model.SchemaRoot;
import dev.cairn.processor.model.WrittenSql;
import dev.cairn.refusal.Refusal;
import dev.cairn.sql.Sql;
import dev.cairn.sql.ast.Expression;
import dev.cairn.sql.ast.FunctionDeclaration;
import dev.cairn.sql.ast.Name;
import dev.cairn.sql.ast.QualifiedName;
import dev.cairn.sql.ast.Query;
import dev.cairn.sql.ast.Statement;
import dev.cairn.sql.ast.Statement.CreateDatabase;
import dev.cairn.sql.ast.Statement.CreateTable;
import dev.cairn.sql.ast.ViewStatement.CreateView;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Builds the catalog that the records of a schema declare, and reports their mistakes. It adds each object after the
 * objects that its query reads, and replaces an object with errors by a stub with the columns of its record.
 */
final class DeclaredCatalogBuilder {
    private final SchemaRoot root;
    private final Findings findings;
    private final String databaseName;
    private final DefaultPropertyApplier defaultPropertyApplier;
    private final Engine engine;
    private final Session session;
    private final ObjectCreator objectCreator;
    private final Set<RequestedName> stubNames = new HashSet<>();
    private Catalog catalog;
    /** The stubs of views whose query can't be parsed. */
    private Catalog unreadViewCatalog = Catalog.EMPTY;

    DeclaredCatalogBuilder(SchemaRoot root, Findings findings) {
        this.root = root;
        this.findings = findings;
        this.databaseName = root.name();
        this.defaultPropertyApplier = new DefaultPropertyApplier(root.defaultProperties());
        this.engine = new Engine(root.checkedTarget());
        this.session = new Session(databaseName);
        this.objectCreator = new ObjectCreator(engine, session);
        Catalog initialCatalog = Catalog.EMPTY.withDatabase(Database.of(databaseName));
        for (FunctionDeclaration function : root.functions()) {
            initialCatalog = initialCatalog.withFunction(UserFunction.of(function, databaseName, root.checkedTarget()));
        }
        this.catalog = initialCatalog;
    }

    /** Builds the catalog, with stubs in place of objects with errors. May be called only once. */
    Catalog buildCatalog() {
        WarningSuppression.checkCodes(root.allowedWarnings(), findings);
        List<ObjectDeclaration> tables = new ArrayList<>();
        List<ObjectDeclaration> views = new ArrayList<>();
        for (ObjectDeclaration declaration : root.declarations()) {
            if (declaration.kind() == Kind.EXTERNAL || declaration.statement() instanceof Statement.OpaqueStatement) {
                addStub(declaration); // only the columns of the record are known
            } else {
                addUnreadViewStub(declaration);
                addDeclaredDatabase(declaration);
                boolean isTable = declaration.statement() instanceof CreateTable;
                (isTable ? tables : views).add(declaration);
            }
        }
        catalog = new DeclaredClusterBuilder(root, engine, session).withIndependentObjects(catalog, findings);
        root.declarations().stream()
                .filter(declaration -> declaration.isFromSource()
                        && root.cluster().find(declaration).isPresent())
                .forEach(this::checkRenamedColumns);
        new RenamedMemberCheck(root, findings).check();
        addTables(tables);
        catalog = new DeclaredClusterBuilder(root, engine, session).withObjectsOfTables(catalog, findings);
        DefiningQueryCheck queryCheck = new DefiningQueryCheck(root, this, views);
        tables.stream().filter(table -> table.kind() == Kind.SNAPSHOT_TABLE).forEach(queryCheck::checkSnapshotQuery);
        queryCheck.check();
        if (!findings.hasErrors()) { // a table or a view with a mistake is not in the catalog
            catalog = new DeclaredClusterBuilder(root, engine, session).withObjectsOfStatements(catalog, findings);
        }
        root.declarations().forEach(this::checkDataTests);
        root.declarations().stream().filter(ObjectDeclaration::isFromSource).forEach(this::checkGeneratedValues);
        addRoles();
        return catalog;
    }

    private void addRoles() {
        RoleCheck roleCheck = new RoleCheck(root, engine, session, catalog);
        catalog = roleCheck.buildCatalog();
        roleCheck.findingsByRole().forEach((role, roleFindings) -> {
            List<AllowedWarning> allowedWarnings = new ArrayList<>(role.origin().allowedWarnings());
            WarningSuppression.checkCodes(allowedWarnings, findings);
            allowedWarnings.addAll(root.allowedWarnings());
            WarningSuppression.addUnsuppressedFindings(roleFindings, allowedWarnings, findings);
        });
    }

    private void checkDataTests(ObjectDeclaration declaration) {
        Findings testFindings = new Findings();
        new DataTestCheck(root, createSourceResolver(), declaration, testFindings).check();
        reportFindings(declaration, testFindings);
    }

    private void checkRenamedColumns(ObjectDeclaration declaration) {
        Findings columnFindings = new Findings();
        new RenamedColumnCheck(declaration.columns(), true, columnFindings).check();
        reportFindings(declaration, columnFindings);
    }

    /** Warns about values in the expressions of generated columns. The engine has already accepted the expressions. */
    private void checkGeneratedValues(ObjectDeclaration declaration) {
        Findings columnFindings = new Findings();
        boolean isReplacedByStub = isStub(new RequestedName(
                declaration.databaseName(databaseName),
                declaration.name().lastPart().text()));
        for (DeclaredColumn column : declaration.columns()) {
            Expression generatedValue = column.definition().generatedValue();
            if (generatedValue != null && !isReplacedByStub) {
                String queryPrefix = "SELECT ";
                String expressionText = Sql.render(generatedValue);
                Query query = Sql.parseQuery(queryPrefix + expressionText + " FROM " + Sql.render(declaration.name()));
                // A server accepts a generated value that looks up an undeclared table, so the table may be unknown.
                DeclaredSourceResolver sourceResolver =
                        new DeclaredSourceResolver(createSourceResolver(), (database, name) -> false, false);
                BoundQuery boundQuery =
                        new QueryAnalysis(root.checkedTarget(), sourceResolver, databaseName).analyze(query);
                ValueWarningCheck valueCheck = new ValueWarningCheck(
                        EnumColumns.of(root),
                        new WrittenSql(expressionText, queryPrefix.length()),
                        column.place(ColumnPart.GENERATED),
                        columnFindings);
                valueCheck.check(boundQuery.bindings());
                if (column.javaType() instanceof JavaType.Enumeration enumType) {
                    valueCheck.checkOutput(boundQuery, enumType, column.name());
                }
            }
        }
        reportFindings(declaration, columnFindings);
    }

    private void addUnreadViewStub(ObjectDeclaration declaration) {
        if (declaration.statement() instanceof CreateView view
                && view.queryText().query().isUnread()) {
            unreadViewCatalog = unreadViewCatalog.withExternalObject(
                    new ObjectStub(declaration).toExternalObject(databaseName, root.checkedTarget()));
        }
    }

    /** Returns the objects that have been added so far, as sources of queries. */
    SourceResolver createSourceResolver() {
        return new UnreadViewSourceResolver(root.checkedTarget(), catalog, unreadViewCatalog);
    }

    private void addDeclaredDatabase(ObjectDeclaration declaration) {
        Name declaredName = declaration.name().qualifier().orElse(null);
        if (declaredName != null && catalog.findDatabase(declaredName.text()).isEmpty()) {
            checkDatabaseName(declaredName);
            catalog = catalog.withDatabase(Database.of(declaredName.text()));
        }
    }

    /** Reports an illegal name of a database, although Cairn does not create databases. */
    private void checkDatabaseName(Name declaredName) {
        try {
            QualifiedName qualifiedName = new QualifiedName(List.of(declaredName));
            engine.apply(
                    Catalog.EMPTY, session, new CreateDatabase(false, qualifiedName, List.of(), declaredName.span()));
        } catch (Refusal ignored) {
            String nameRule =
                    "use at most 256 letters, digits and any of _ - ~ ! @ # $ % ^ & < > = +, beginning with a letter"
                            + " or _";
            findings.add(
                    CompileRule.ILLEGAL_NAME, Place.of(declaredName.span()), declaredName.text(), "database", nameRule);
        }
    }

    /** Checks and adds each table after the tables to which its foreign keys refer. */
    private void addTables(List<ObjectDeclaration> tableDeclarations) {
        ForeignKeyOrder.sort(tableDeclarations, table -> (CreateTable) table.statement(), databaseName)
                .forEach(this::addTable);
    }

    private void addTable(ObjectDeclaration declaration) {
        Findings objectFindings = new Findings();
        Statement statement = defaultPropertyApplier.applyTo(declaration.statement());
        TableCheck.check(new CheckedTable(declaration, (CreateTable) statement, root.checkedTarget()), objectFindings);
        addObject(declaration, statement, objectFindings);
    }

    String databaseName() {
        return databaseName;
    }

    /** Returns the statement of a declaration with the default properties of the root. */
    Statement applyDefaults(ObjectDeclaration declaration) {
        return defaultPropertyApplier.applyTo(declaration.statement());
    }

    /** Adds an object to the catalog, or a stub of the object if it has errors, and reports its findings. */
    void addObject(ObjectDeclaration declaration, Statement statement, Findings objectFindings) {
        Findings refusals = new Findings();
        Optional<Catalog> extendedCatalog =
                objectCreator.addTo(catalog, declaration, statement, objectFindings, refusals);
        if (extendedCatalog.isPresent()) {
            catalog = extendedCatalog.get();
        } else {
            addStub(declaration);
        }
        objectFindings.addAll(refusals);
        reportFindings(declaration, objectFindings);
    }

    void addStub(ObjectDeclaration declaration) {
        ExternalObject externalObject =
                new ObjectStub(declaration).toExternalObject(databaseName, root.checkedTarget());
        catalog = catalog.withExternalObject(externalObject);
        stubNames.add(new RequestedName(externalObject.database(), externalObject.name()));
    }

    boolean isStub(RequestedName name) {
        return stubNames.contains(name);
    }

    void reportFindings(ObjectDeclaration declaration, Findings objectFindings) {
        for (Finding finding : objectFindings.toList()) {
            if (finding.rule().severity() == Severity.ERROR) {
                defaultPropertyApplier.excludePropertyAt(finding.place());
            }
        }
        WarningSuppression.addUnsuppressedFindings(objectFindings, declaration, root.allowedWarnings(), findings);
    }
}

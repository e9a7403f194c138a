package dev.cairn.random;

import dev.cairn.catalog.InternalCatalog;
import dev.cairn.sql.ast.CreateClause;
import dev.cairn.sql.ast.CreateClause.BrokerPropertyClause;
import dev.cairn.sql.ast.CreateClause.CharsetClause;
import dev.cairn.sql.ast.CreateClause.EngineClause;
import dev.cairn.sql.ast.CreateClause.IndexClause;
import dev.cairn.sql.ast.CreateClause.PropertyClause;
import dev.cairn.sql.ast.CreateClause.RollupClause;
import dev.cairn.sql.ast.CreateClause.SortClause;
import dev.cairn.sql.ast.CreateClauses;
import dev.cairn.sql.ast.CreateTableStatement.CreateTableHead;
import dev.cairn.sql.ast.Name;
import dev.cairn.sql.ast.Property;
import dev.cairn.sql.ast.QualifiedName;
import dev.cairn.sql.ast.Relation.PartitionKeyValue;
import dev.cairn.sql.ast.Span;
import dev.cairn.sql.ast.Statement;
import dev.cairn.sql.ast.Statement.CancelAlter;
import dev.cairn.sql.ast.Statement.Recover;
import dev.cairn.sql.ast.Statement.Show;
import dev.cairn.sql.ast.Statement.ShowFilter;
import dev.cairn.sql.ast.Statement.TableLifetime;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Creates random statements of every kind. */
public final class RandomStatements {
    private final Dice dice;
    private final RandomTexts texts;
    private final RandomTables tables;
    private final RandomAlterations alterations;
    private final RandomViews views;
    private final RandomQueries queries;
    private final RandomAccess access;

    public RandomStatements(Dice dice) {
        this(dice, InternalCatalog.NAME);
    }

    /** @param catalog the catalog in all table names that name a catalog */
    public RandomStatements(Dice dice, String catalog) {
        this.dice = dice;
        this.tables = new RandomTables(dice, new RandomTexts(dice, catalog));
        this.texts = tables.texts;
        this.alterations = new RandomAlterations(dice);
        this.views = new RandomViews(dice, tables);
        this.queries = new RandomQueries(dice);
        this.access = new RandomAccess(dice, texts);
    }

    public Statement statement() {
        return dice.pickFrom(
                this::createTable,
                this::createTable,
                this::alterTable,
                this::alterTable,
                this::createDerivedTable,
                this::databaseStatement,
                views::statement,
                views::statement,
                this::shortStatement,
                this::show,
                access::statement);
    }

    private Statement createTable() {
        List<@Nullable CreateClause> clauses = clauses();
        clauses.add(dice.oneIn(3) ? new EngineClause(Name.of("OLAP")) : null);
        clauses.add(dice.oneIn(6) ? new CharsetClause(texts.text()) : null);
        clauses.add(new RollupClause(dice.maybeList(tables::rollup)));
        clauses.add(new BrokerPropertyClause(dice.oneIn(6) ? dice.list(1, texts::property) : List.of()));
        return new Statement.CreateTable(
                new CreateTableHead(dice.pick(TableLifetime.values()), dice.coin(), texts.tableName()),
                dice.list(1, tables::column),
                CreateClauses.of(clauses),
                Span.NONE);
    }

    /** Returns the clauses that CREATE TABLE and CREATE TABLE AS SELECT have in common. */
    private List<@Nullable CreateClause> clauses() {
        List<@Nullable CreateClause> clauses = likeClauses();
        clauses.add(new IndexClause(dice.maybeList(tables::index)));
        clauses.add(dice.orNull(tables::key));
        clauses.add(CreateClause.toCommentClause(dice.orNull(texts::text)));
        clauses.add(new SortClause(dice.maybeList(tables::sortedColumn)));
        return clauses;
    }

    /** Returns the clauses that all forms of CREATE TABLE have. */
    private List<@Nullable CreateClause> likeClauses() {
        List<@Nullable CreateClause> clauses = new ArrayList<>();
        clauses.add(dice.orNull(tables::partitioning));
        clauses.add(dice.orNull(tables::distribution));
        clauses.add(new PropertyClause(properties()));
        return clauses;
    }

    private List<Property> properties() {
        return dice.maybeList(texts::property);
    }

    private Statement alterTable() {
        return new Statement.AlterTable(texts.tableName(), alterations.clauses(), Span.NONE);
    }

    private Statement createDerivedTable() {
        if (dice.coin()) {
            return new Statement.CreateTableLike(
                    new CreateTableHead(dice.pick(TableLifetime.values()), dice.coin(), texts.tableName()),
                    CreateClauses.of(likeClauses()),
                    texts.tableName(),
                    Span.NONE);
        }
        return new Statement.CreateTableAsSelect(
                new CreateTableHead(
                        dice.pick(TableLifetime.PERMANENT, TableLifetime.TEMPORARY), dice.coin(), texts.tableName()),
                dice.maybeList(texts::name),
                CreateClauses.of(clauses()),
                queries.queryText(),
                Span.NONE);
    }

    private Statement databaseStatement() {
        QualifiedName name =
                new QualifiedName(dice.coin() ? List.of(texts.name()) : List.of(texts.name(), texts.name()));
        return dice.pickFrom(
                () -> new Statement.CreateDatabase(dice.coin(), name, properties(), Span.NONE),
                () -> new Statement.DropDatabase(dice.coin(), name, dice.coin(), Span.NONE),
                () -> new Statement.Use(name, Span.NONE));
    }

    private Statement shortStatement() {
        return dice.pickFrom(
                () -> new Statement.DropTable(dice.coin(), dice.coin(), texts.tableName(), dice.coin(), Span.NONE),
                () -> new Statement.TruncateTable(
                        texts.tableName(), dice.orNull(alterations::partitionNames), List.of(), Span.NONE),
                () -> new Statement.TruncateTable(
                        texts.tableName(),
                        null,
                        dice.list(3, () -> new PartitionKeyValue(texts.name(), tables.expressions.text())),
                        Span.NONE),
                this::recover,
                () -> new Statement.CreateIndex(texts.tableName(), tables.index(), Span.NONE),
                () -> new Statement.DropIndex(texts.tableName(), texts.name(), Span.NONE),
                this::cancelAlter);
    }

    private Statement recover() {
        Recover.RecoverKind kind = dice.pick(Recover.RecoverKind.values());
        QualifiedName name = kind == Recover.RecoverKind.DATABASE ? database() : texts.tableName();
        return new Recover(kind, name, kind == Recover.RecoverKind.PARTITION ? texts.name() : null, Span.NONE);
    }

    private Statement cancelAlter() {
        CancelAlter.Kind kind = dice.orNull(() -> dice.pick(CancelAlter.Kind.values()));
        List<Long> jobs = kind == CancelAlter.Kind.MATERIALIZED_VIEW
                ? List.of()
                : dice.maybeList(() -> (long) dice.below(1 << 30));
        return new CancelAlter(kind, texts.tableName(), jobs, Span.NONE);
    }

    private Statement show() {
        Show.ShowKind kind = dice.pick(Show.ShowKind.values());
        return switch (kind) {
            case CREATE_DATABASE -> show(kind, false, false, database(), null, ShowFilter.NONE);
            case CREATE_TABLE, CREATE_VIEW, CREATE_MATERIALIZED_VIEW ->
                show(kind, false, false, texts.tableName(), null, ShowFilter.NONE);
            case DESCRIBE -> show(kind, dice.coin(), false, texts.tableName(), null, ShowFilter.NONE);
            case COLUMNS ->
                show(kind, dice.coin(), false, texts.tableName(), dice.orNull(this::database), filter(true));
            case INDEX -> show(kind, false, false, texts.tableName(), dice.orNull(this::database), filter(false));
            case PARTITIONS -> show(kind, false, dice.coin(), texts.tableName(), null, filter(false));
            case TABLES -> showTables(kind);
            case DATABASES -> show(kind, false, false, null, null, filter(true));
            case TABLE_STATUS, MATERIALIZED_VIEWS ->
                show(kind, false, false, null, dice.orNull(this::database), filter(true));
            case VARIABLES, GLOBAL_VARIABLES, VERBOSE_VARIABLES -> show(kind, false, false, null, null, filter(true));
            case ALTER_COLUMN, ALTER_ROLLUP, ALTER_OPTIMIZE, ALTER_MATERIALIZED_VIEW ->
                show(kind, false, false, null, dice.orNull(this::database), filter(false));
        };
    }

    private Statement showTables(Show.ShowKind kind) {
        boolean isTemporary = dice.oneIn(3);
        return show(kind, !isTemporary && dice.coin(), isTemporary, null, dice.orNull(this::database), filter(true));
    }

    private QualifiedName database() {
        return new QualifiedName(List.of(texts.name()));
    }

    private ShowFilter filter(boolean hasLike) {
        if (dice.coin()) {
            return ShowFilter.NONE;
        }
        boolean isLimited = dice.coin();
        return new ShowFilter(
                hasLike ? dice.orNull(texts::text) : null,
                dice.orNull(tables.expressions::expression),
                dice.maybeList(tables.expressions::sortItem),
                isLimited ? (long) dice.below(100) : null,
                isLimited && dice.coin() ? (long) dice.below(100) : null);
    }

    private static Statement show(
            Show.ShowKind kind,
            boolean isFull,
            boolean isTemporary,
            QualifiedName object,
            QualifiedName database,
            ShowFilter filter) {
        return new Show(kind, isFull, isTemporary, new Statement.ShowTarget(object, database), filter, Span.NONE);
    }
}

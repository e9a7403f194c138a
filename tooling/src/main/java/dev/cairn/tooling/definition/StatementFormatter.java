package dev.cairn.tooling.definition;

import dev.cairn.catalog.Catalog;
import dev.cairn.catalog.Database;
import dev.cairn.engine.Engine;
import dev.cairn.engine.context.PermissiveProfile;
import dev.cairn.engine.context.Session;
import dev.cairn.engine.context.StatementResult;
import dev.cairn.plan.part.ObjectName;
import dev.cairn.plan.part.SchemaObject;
import dev.cairn.profile.ServerProfile;
import dev.cairn.refusal.Refusal;
import dev.cairn.sql.ScriptStatement;
import dev.cairn.sql.Sql;
import dev.cairn.sql.ast.Statement;
import dev.cairn.sql.ast.Statement.CreateTable;
import dev.cairn.sql.ast.ViewStatement.CreateMaterializedView;
import dev.cairn.sql.ast.ViewStatement.CreateView;
import dev.cairn.sql.token.SqlSyntaxException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * Formats scripts as a server would show their statements. Each script sees the objects that earlier calls have
 * created. A statement that the server would refuse, for example because an object is missing, is printed in Cairn's
 * own layout.
 */
public final class StatementFormatter {
    private final ServerProfile profile;
    private final Engine engine;
    private Catalog catalog = Catalog.EMPTY.withDatabase(Database.of(ComparisonSideReader.DEFAULT_DATABASE));
    private Session session = new Session(ComparisonSideReader.DEFAULT_DATABASE);

    public StatementFormatter(ServerProfile profile) {
        this.profile = profile;
        this.engine = new Engine(PermissiveProfile.of(profile));
    }

    /**
     * A formatted script.
     *
     * @param statements the statements, each with a semicolon
     * @param notes the statements that a server would show in another form, and the reasons
     */
    public record FormattedScript(List<String> statements, List<String> notes) {
        public FormattedScript {
            statements = List.copyOf(statements);
            notes = List.copyOf(notes);
        }
    }

    /**
     * Formats all statements of a script.
     *
     * @throws dev.cairn.sql.token.SqlSyntaxException if a statement can't be parsed
     * @throws UnsupportedDefinitionException if the script can't be divided into statements
     */
    public FormattedScript format(ScriptText script) {
        List<String> formattedStatements = new ArrayList<>();
        List<String> notes = new ArrayList<>();
        for (ScriptStatement scriptStatement : script.statements()) {
            SqlSyntaxException syntaxError = scriptStatement.syntaxError();
            if (syntaxError != null) {
                throw syntaxError;
            }
            Statement statement = Objects.requireNonNull(scriptStatement.statement());
            StatementCategory category = StatementCategory.of(statement);
            String formattedStatement;
            try {
                formattedStatement = applyAndRenderCreatedObject(statement).orElseGet(() -> Sql.render(statement));
                if (ScriptReader.createsExternallyStoredTable(statement, session, catalog)) {
                    notes.add(createNote(script, scriptStatement, ScriptReader.STORED_ELSEWHERE_REASON));
                } else if (category == StatementCategory.UNKNOWN) {
                    notes.add(createNote(
                            script, scriptStatement, "Cairn does not know this statement and prints it unchanged"));
                }
            } catch (Refusal refusal) {
                formattedStatement = Sql.render(statement);
                notes.add(createNote(
                        script, scriptStatement, "not printed in the form of the server: " + refusal.detail()));
            }
            formattedStatements.add(formattedStatement.endsWith(";") ? formattedStatement : formattedStatement + ";");
        }
        return new FormattedScript(formattedStatements, notes);
    }

    private static String createNote(ScriptText script, ScriptStatement scriptStatement, String reason) {
        return script.describeLocation(scriptStatement.span()) + ": " + ScriptText.extractExcerpt(scriptStatement)
                + ": " + reason;
    }

    /**
     * Applies the statement to the catalog of the script, and returns the created object as the server shows it; empty
     * if the statement does not create an object, or the object existed before.
     */
    private Optional<String> applyAndRenderCreatedObject(Statement statement) {
        Session sessionBefore = session;
        Optional<ObjectName> createdName = createsObject(statement)
                ? statement.changedObject().map(name -> ObjectName.resolve(name, sessionBefore))
                : Optional.empty();
        // CREATE … IF NOT EXISTS does not change an existing object.
        boolean keepsExistingObject = !(statement instanceof CreateView createView && createView.replacesExistingView())
                && createdName.flatMap(name -> SchemaObject.find(catalog, name)).isPresent();
        StatementResult result = engine.apply(catalog, sessionBefore, statement);
        catalog = result.catalog();
        session = result.session();
        return keepsExistingObject
                ? Optional.empty()
                : createdName
                        .flatMap(name -> SchemaObject.find(catalog, name))
                        .map(object -> object.renderShowCreate(profile));
    }

    private static boolean createsObject(Statement statement) {
        return statement instanceof CreateTable
                || statement instanceof CreateView
                || statement instanceof CreateMaterializedView;
    }
}

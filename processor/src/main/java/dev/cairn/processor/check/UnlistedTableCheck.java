package dev.cairn.processor.check;

import dev.cairn.catalog.Catalog;
import dev.cairn.catalog.Database;
import dev.cairn.engine.Engine;
import dev.cairn.engine.context.PermissiveProfile;
import dev.cairn.engine.context.Session;
import dev.cairn.processor.check.refusal.CheckedTable;
import dev.cairn.processor.finding.Findings;
import dev.cairn.processor.model.ObjectDeclaration;
import dev.cairn.profile.ServerProfile;
import dev.cairn.profile.ServerProfile.RunMode;
import dev.cairn.sql.ast.Statement.CreateTable;
import java.util.List;

/** Checks a table that no root lists. It is valid if the newest server accepts it in any run mode. */
final class UnlistedTableCheck {
    private static final ServerProfile NEWEST_PROFILE = PermissiveProfile.of(ServerProfile.DEFAULT);
    private static final String ASSUMED_DATABASE_NAME = "schema";

    private UnlistedTableCheck() {}

    static void check(ObjectDeclaration declaration, Findings findings) {
        boolean isTable = declaration.kind() == ObjectDeclaration.Kind.TABLE
                || declaration.kind() == ObjectDeclaration.Kind.SNAPSHOT_TABLE;
        if (isTable && declaration.statement() instanceof CreateTable statement) {
            Findings recordFindings = collectStatementFindings(declaration, statement, NEWEST_PROFILE);
            if (recordFindings.hasErrors()) {
                Findings sharedDataFindings =
                        collectStatementFindings(declaration, statement, NEWEST_PROFILE.with(RunMode.SHARED_DATA));
                recordFindings = sharedDataFindings.hasErrors() ? recordFindings : sharedDataFindings;
            }
            WarningSuppression.addUnsuppressedFindings(recordFindings, declaration, List.of(), findings);
        }
    }

    private static Findings collectStatementFindings(
            ObjectDeclaration declaration, CreateTable statement, ServerProfile profile) {
        Findings recordFindings = new Findings();
        TableCheck.check(new CheckedTable(declaration, statement, profile), recordFindings);
        Findings refusals = new Findings();
        String databaseName = declaration.databaseName(ASSUMED_DATABASE_NAME);
        new ObjectCreator(new Engine(profile), new Session(ASSUMED_DATABASE_NAME))
                .addTo(
                        Catalog.EMPTY.withDatabase(Database.of(databaseName)),
                        declaration,
                        statement,
                        recordFindings,
                        refusals);
        recordFindings.addAll(refusals);
        return recordFindings;
    }
}

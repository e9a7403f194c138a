package dev.cairn.tooling.recording;

import static dev.cairn.tooling.recording.RecordedShop.assertCompiles;
import static dev.cairn.tooling.recording.RecordedShop.loadSchema;
import static dev.cairn.tooling.recording.RecordedShop.openRecorder;
import static dev.cairn.tooling.recording.RecordedShop.record;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cairn.golden.GoldenMessages;
import dev.cairn.processor.SourceTree;
import dev.cairn.upgrade.RecordedMigration;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** Roles and grants are recorded like definitions. */
class RoleRecordingTest {
    @RegisterExtension
    static final GoldenMessages MESSAGES = new GoldenMessages();

    private static final RecordingOptions DESTRUCTIVE = new RecordingOptions(true, false, false);

    @TempDir
    private Path folder;

    private static String renderRole(String annotations) {
        return """
                package shop;
                import static dev.cairn.annotation.access.Grant.Kind.*;
                import static dev.cairn.annotation.access.Privilege.*;
                import dev.cairn.annotation.Allow;
                import dev.cairn.annotation.access.*;
                %s
                interface Analyst {}
                """.formatted(annotations);
    }

    private SourceTree createShop(String roles) {
        return new SourceTree(folder)
                .with("""
                        package shop;
                        import dev.cairn.annotation.*;
                        @Table @PrimaryKey("id") @DistributedByHash("id")
                        public record Account(int id, boolean active) {}
                        """)
                .with("""
                        package shop;
                        import dev.cairn.annotation.*;
                        @Schema(name = "shop", value = Account.class, roles = {%s})
                        public interface Shop {}
                        """.formatted(roles))
                .with(renderRole((roles.isEmpty() ? "@Allow(\"role-without-schema\") " : "")
                        + "@Role @Grant(value = {SELECT, INSERT}, on = Account.class)"));
    }

    private SourceTree recordShop() {
        SourceTree tree = createShop("Analyst.class");
        record(tree, "initial");
        return tree;
    }

    private static RecordedMigration readLastMigration(SourceTree tree) {
        List<RecordedMigration> migrations = loadSchema(tree).migrations();
        return migrations.get(migrations.size() - 1);
    }

    @Test
    void rolesAreCreatedFirstAndGetTheirPrivilegesLast() {
        SourceTree tree = recordShop();

        assertThat(readLastMigration(tree).upgrade())
                .hasSize(3)
                .startsWith("CREATE ROLE `analyst`")
                .endsWith("GRANT INSERT, SELECT ON TABLE `account` TO ROLE `analyst`");
        assertThat(loadSchema(tree).roleStatements())
                .containsExactly("CREATE ROLE `analyst`", "GRANT SELECT, INSERT ON TABLE `account` TO ROLE `analyst`");
        assertThat(loadSchema(tree).statements())
                .endsWith(loadSchema(tree).roleStatements().toArray(String[]::new));
        assertThat(loadSchema(tree).hasUnrecordedChanges()).isFalse();
        assertThat(openRecorder(tree).record("again", DESTRUCTIVE)).isEmpty();
    }

    @Test
    void anotherOrderOfTheSamePrivilegesIsNoChange() {
        SourceTree tree = recordShop();
        tree.with(renderRole(
                "@Role @Grant(value = INSERT, on = Account.class) @Grant(value = SELECT, on = Account.class)"));

        assertThat(openRecorder(tree).record("again", DESTRUCTIVE)).isEmpty();
    }

    @Test
    void aGrantThatIsNoLongerDeclaredIsRevokedWithConsent() {
        SourceTree tree = recordShop();
        tree.with(renderRole("@Role @Grant(value = SELECT, on = Account.class)"));
        assertThat(tree.compile("-Acairn.pending=error").toString())
                .contains("[pending-changes]", "REVOKE INSERT ON TABLE `account` FROM ROLE `analyst`");
        assertThatThrownBy(() -> openRecorder(tree).record("read only", RecordingOptions.NO_CONSENT))
                .isInstanceOf(RecordingException.class)
                .satisfies(MESSAGES::match);
        assertThat(openRecorder(tree).record("read only", DESTRUCTIVE)).isPresent();
        assertCompiles(tree);

        assertThat(readLastMigration(tree).upgrade())
                .singleElement()
                .asString()
                .startsWith("-- destructive: ")
                .endsWith("REVOKE INSERT ON TABLE `account` FROM ROLE `analyst`");
        assertThat(readLastMigration(tree).downgrade())
                .containsExactly("GRANT INSERT ON TABLE `account` TO ROLE `analyst`");
    }

    /** Privileges follow their object through RENAME, and `-- grants:` gives them to a view with another name. */
    @Test
    void onlyWhatTheMigrationTakesIsReportedAsLost() throws IOException {
        String viewTemplate = "package shop;\nimport dev.cairn.annotation.*;\n"
                + "@View(%squery = \"SELECT id FROM %s\")\npublic record %s(int id) {}";
        SourceTree tree = createShop("Analyst.class")
                .with(viewTemplate.formatted("", "account", "Ids"))
                .with(viewTemplate.formatted("security = View.Security.INVOKER, ", "account", "OwnIds"));
        String root = "package shop;\nimport dev.cairn.annotation.*;\n @Schema(name = \"shop\", roles = Analyst.class,"
                + " value = {%s})\npublic interface Shop {}";
        String grants = "@Role @Grant(value = {SELECT, INSERT}, on = %s.class)"
                + " @Grant(value = {SELECT, DROP}, on = {%s.class, OwnIds.class})";
        tree.with(root.formatted("Account.class, Ids.class, OwnIds.class"))
                .with(renderRole(grants.formatted("Account", "Ids")));
        record(tree, "initial");
        tree.with(root.formatted("Client.class, Numbers.class, OwnIds.class"))
                .with(
                        "package shop;\nimport dev.cairn.annotation.*;\n @RenamedFrom(\"account\") @Table @PrimaryKey(\"id\")"
                                + " @DistributedByHash(\"id\") \npublic record Client(int id, boolean active) {}")
                .with(viewTemplate.formatted("", "client", "Numbers").replace("@View", "@RenamedFrom(\"ids\") @View"))
                .with(viewTemplate.formatted("security = View.Security.INVOKER, ", "client", "OwnIds"))
                .with(renderRole(grants.formatted("Client", "Numbers").replace("{SELECT, INSERT}", "SELECT")));
        Path recordedFile =
                openRecorder(tree).record("names", DESTRUCTIVE).orElseThrow().file();

        assertThat(Files.readString(recordedFile).lines().filter(line -> line.contains("Access:")))
                .containsExactly("//   Access: analyst loses INSERT on client");
    }

    @Test
    void aRoleThatIsNoLongerListedIsDroppedAndComesBack() {
        SourceTree tree = recordShop();
        createShop("");
        assertThat(openRecorder(tree).record("no analysts", DESTRUCTIVE)).isPresent();
        assertCompiles(tree);

        assertThat(readLastMigration(tree).upgrade()).singleElement().asString().endsWith("DROP ROLE `analyst`");
        assertThat(readLastMigration(tree).downgrade())
                .containsExactly("CREATE ROLE `analyst`", "GRANT INSERT, SELECT ON TABLE `account` TO ROLE `analyst`");
    }

    @Test
    void aSchemaOfOneRoleAndNoRecordChangesIsPending() {
        SourceTree tree = createShop("");
        record(tree, "initial");
        createShop("Analyst.class");

        assertThat(tree.compile("-Acairn.pending=error").toString()).contains("[pending-changes]", "CREATE ROLE");
    }

    @Test
    void aRoleWithoutSourceIsReadFromItsClassFile() {
        SourceTree tree = recordShop();

        assertThat(tree.compile(List.of("shop/Shop.java"), "-Werror", "-Acairn.pending=error"))
                .isEmpty();
        assertThat(loadSchema(tree).hasUnrecordedChanges()).isFalse();
    }

    @Test
    void aCheckpointWritesTheRolesThatItsMigrationsLeadTo() {
        SourceTree tree = recordShop();
        tree.with(renderRole("@Role(comment = \"reads\") @Grant(value = SELECT, onAll = TABLES)"));
        openRecorder(tree).record("read only", DESTRUCTIVE);
        openRecorder(tree).writeCheckpoint("", CheckpointOptions.UNDECIDED.withDeletion());
        assertCompiles(tree);

        assertThat(loadSchema(tree).migrations()).hasSize(1);
        assertThat(readLastMigration(tree).upgrade())
                .startsWith("CREATE ROLE `analyst` COMMENT \"reads\"")
                .endsWith("GRANT SELECT ON ALL TABLES IN DATABASE ${database} TO ROLE `analyst`");
    }

    private static String[] recordComments(SourceTree tree, String message) throws IOException {
        Path recordedFile =
                openRecorder(tree).record(message, DESTRUCTIVE).orElseThrow().file();
        return Files.readString(recordedFile)
                .lines()
                .filter(line -> line.startsWith("//"))
                .toArray(String[]::new);
    }

    /** Each of these changes gives access to users or roles, although it changes no rows. */
    @Test
    void theCommentSaysWhoGainsAccess() throws IOException {
        String imports = "package shop;\nimport dev.cairn.annotation.*;\n";
        String shop = imports + " @Schema(name = \"shop\", roles = Analyst.class, value = {Account.class, Salary.class,"
                + " Ids.class, Own.class%s})\npublic interface Shop {}";
        String ids = imports + "@View(query = \"SELECT id FROM %s\")\npublic record Ids(int id) {}";
        String own = imports + "@View(security = View.Security.%s, query = \"SELECT id FROM salary\")\n"
                + "public record Own(int id) {}";
        String grants = "@Allow(\"unreadable-view\") @Role%s @Grant(value = SELECT, on = {Ids.class, Own.class})"
                + " @Grant(value = INSERT, onAll = TABLES%s) @GrantedTo(\"${reporter}\")";
        SourceTree tree = createShop("Analyst.class")
                .with(imports + "@Table @PrimaryKey(\"id\") @DistributedByHash(\"id\")\n"
                        + "public record Salary(int id, int amount) {}")
                .with(ids.formatted("account"))
                .with(own.formatted("INVOKER"))
                .with(renderRole(grants.formatted("", "")))
                .with(shop.formatted(""));
        record(tree, "initial");

        tree.with(ids.formatted("salary"));
        assertThat(recordComments(tree, "other table"))
                .containsExactly(
                        "// Step 1: shop.ids",
                        "//   Access: USER ${reporter} gains SELECT on salary, through the view ids and the role analyst",
                        "//   Access: USER ${reporter} loses SELECT on account, through the view ids and the role analyst",
                        "//   Access: analyst gains SELECT on salary, through the view ids",
                        "//   Access: analyst loses SELECT on account, through the view ids");

        tree.with(ids.formatted("account"));
        openRecorder(tree).record("first table", DESTRUCTIVE);
        tree.with(own.formatted("NONE"));
        assertThat(recordComments(tree, "no invoker"))
                .containsExactly(
                        "// Step 1: shop.own",
                        "//   Access: USER ${reporter} gains SELECT on salary, through the view own and the role analyst",
                        "//   Access: analyst gains SELECT on salary, through the view own",
                        "//   Access: whoever may read the view own no longer needs privileges on what it reads"
                                + " [security-none]");

        tree.with(imports + "@Table @PrimaryKey(\"id\") @DistributedByHash(\"id\")\npublic record Line(int id) {}")
                .with(shop.formatted(", Line.class"));
        assertThat(recordComments(tree, "lines"))
                .containsExactly(
                        "// Step 1: shop.line",
                        "//   Access: USER ${reporter} gains INSERT on line, through the role analyst and ON ALL TABLES IN"
                                + " DATABASE shop",
                        "//   Access: analyst gains INSERT on line, through ON ALL TABLES IN DATABASE shop");

        tree.with(renderRole(grants.formatted("(includesNamed = \"db_admin\")", ", withGrantOption = true")));
        assertThat(recordComments(tree, "more"))
                .anyMatch(line -> line.contains("Access: analyst gains the role db_admin, which has every privilege"))
                .anyMatch(line -> line.contains(
                        "Access: analyst gains the grant option for INSERT on ALL TABLES IN DATABASE shop"))
                .anyMatch(line -> line.contains("[built-in-role]"))
                .anyMatch(line -> line.contains("[grant-option]"))
                .noneMatch(line -> line.contains("Metadata only"));
    }

    @Test
    void theCommentSaysWhatTheReadersOfAnInvokerViewNeed() throws IOException {
        String imports = "package shop;\nimport dev.cairn.annotation.*;\n";
        String own = imports + "@View(security = View.Security.INVOKER, query = \"%s\")\npublic record Own(int id) {}";
        SourceTree tree = createShop("")
                .with(imports + "@Table @PrimaryKey(\"id\") @DistributedByHash(\"id\")\n"
                        + "public record Salary(int id, int amount) {}")
                .with(own.formatted("SELECT id FROM account"))
                .with(imports + " @Schema(name = \"shop\", value = {Account.class, Salary.class, Own.class})\n"
                        + "public interface Shop {}");
        record(tree, "initial");

        tree.with(own.formatted("SELECT a.id FROM account a JOIN salary s ON a.id = s.id"));
        assertThat(recordComments(tree, "join"))
                .anyMatch(line -> line.contains("whoever reads shop.own now needs SELECT on shop.salary"))
                .noneMatch(line -> line.contains("Metadata only"));
        tree.with(own.formatted("SELECT id FROM account WHERE id > 0"));
        assertThat(recordComments(tree, "one")).noneMatch(line -> line.contains("now needs SELECT"));
    }
}

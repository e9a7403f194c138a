package dev.cairn.processor.check;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.annotation.access.Grant;
import dev.cairn.processor.MarkedSources;
import dev.cairn.sql.access.Privilege;
import dev.cairn.sql.access.SecuredKind;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Tests mistakes in roles and grants, each reported at the value that causes it. */
class RoleFindingsTest {
    private static final String SHOP_AND_OBJECTS = """
            @Table @DuplicateKey("id") record Account(long id, boolean active) {}
            @View(query = "SELECT id FROM account WHERE active") record ActiveAccount(long id) {}
            @View(security = INVOKER, query = "SELECT id FROM account") record OwnAccount(long id) {}
            @View(security = INVOKER, query = "SELECT id FROM active_account") record OwnActiveAccount(long id) {}
            @MaterializedView(query = "SELECT id FROM account") @Refresh(mode = MANUAL) record AccountCopy(long id) {}
            @External("warehouse.stock") record Stock(long id) {}
            @Schema(name = "shop", roles = {Analyst.class},
                value = {Account.class, ActiveAccount.class, OwnAccount.class, OwnActiveAccount.class, AccountCopy.class, Stock.class})
            interface Shop {}
            """;

    private static String verify(String role) {
        return MarkedSources.of(role + "\ninterface Analyst {}\n" + SHOP_AND_OBJECTS)
                .verify();
    }

    @Test
    void theAnnotationsHaveEachPrivilegeThatCanBeGrantedAndEachKindInADatabase() {
        List<String> grantablePrivileges = new ArrayList<>(
                Arrays.stream(Privilege.values()).map(Enum::name).toList());
        grantablePrivileges.removeAll(List.of("GRANT", "NODE"));
        assertThat(dev.cairn.annotation.access.Privilege.values())
                .extracting(Enum::name)
                .containsExactlyInAnyOrderElementsOf(grantablePrivileges);
        assertThat(Grant.Kind.values())
                .extracting(kind -> kind.name().replace('_', ' '))
                .containsExactlyInAnyOrderElementsOf(Arrays.stream(SecuredKind.values())
                        .filter(kind -> kind.naming() == SecuredKind.Naming.IN_DATABASE)
                        .map(SecuredKind::plural)
                        .toList());
    }

    @Test
    void grantsOfEachKindAreAccepted() {
        verify("""
                @Role(comment = "it's \\"one\\"")
                @Grant(value = {SELECT, UPDATE, EXPORT}, on = Account.class, withGrantOption = true)
                @Grant(value = {SELECT, REFRESH}, on = AccountCopy.class)
                @Grant(value = {SELECT, ALTER, DROP}, on = ActiveAccount.class)
                @Grant(value = ALL, onAll = {FUNCTIONS, PIPES})
                @Grant(value = SELECT, onAll = {TABLES, VIEWS, MATERIALIZED_VIEWS})
                @Grant(value = {CREATE_VIEW, ALTER}, onObject = {"DATABASE ${database}", "DATABASE warehouse", "DATABASE lake.sales"})
                @Grant(value = DROP, onObject = "ALL RESOURCE GROUPS")
                @Grant(value = USAGE, onObject = {"ALL CATALOGS", "STORAGE VOLUME s3", "WAREHOUSE `default`", "RESOURCE spark"})
                @Grant(value = {OPERATE, BLACKLIST, CREATE_EXTERNAL_CATALOG}, onObject = "SYSTEM")
                @Grant(value = IMPERSONATE, onObject = {"USER ${etl_user}", "ALL USERS"})
                @GrantedTo(value = {"${reporting_user}", "${dashboard_user:grafana@10.%}"}, groups = "analysts")""");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            TABLES             | CREATE_TABLE | on a table are DELETE, DROP, INSERT, SELECT, ALTER, EXPORT, UPDATE, REFRESH
            VIEWS              | REFRESH      | on a view are SELECT, ALTER, DROP
            MATERIALIZED_VIEWS | INSERT       | on a materialized view are ALTER, REFRESH, DROP, SELECT
            FUNCTIONS          | SELECT       | on a function are USAGE, DROP
            """)
    void aKindOfObjectsWithoutThePrivilegeIsReported(String kind, String privilege, String message) {
        String messages = verify("@Role @Grant(value = " + privilege + ", onAll = " + kind + ") // [grant-privilege]");

        assertThat(messages).contains(message);
    }

    @Test
    void aRoleThatNoSchemaListsIsReportedAtItsAnnotation() {
        String shopWithRole = "@Role\ninterface Analyst {}\n" + SHOP_AND_OBJECTS;
        assertThat(MarkedSources.of(shopWithRole)
                        .and("@Role // [role-without-schema]\ninterface Loader {}")
                        .verify())
                .contains("lists the role 'shop.Loader'");
        MarkedSources.of(shopWithRole)
                .and("@Role @Allow(\"role-without-schema\")\ninterface Loader {}")
                .verify();
        MarkedSources.of(shopWithRole)
                .and("@Role // [role-without-schema]\ninterface Loader {}")
                .and("@Role(includes = Loader.class) // [role-without-schema]\ninterface Writer {}")
                .verify();
    }

    @Test
    void aRoleOfALibraryWithoutASchemaIsNotReported() {
        MarkedSources.of("@Role @Grant(value = SELECT, on = Account.class)\ninterface Analyst {}")
                .and("@Table @DuplicateKey(\"id\")\nrecord Account(long id) {}")
                .verify();
    }

    @Test
    void aRoleThatOneOfSeveralSchemasListsIsNotReported() {
        MarkedSources.of("@Role\ninterface Analyst {}\n" + SHOP_AND_OBJECTS)
                .and("@Table @DuplicateKey(\"id\")\nrecord Item(long id) {}")
                .and("@Schema(name = \"stock\", value = Item.class)\ninterface Warehouse {}")
                .verify();
    }

    @Test
    void aRoleIsNotReportedIfASchemaListsAnUnknownRole() {
        MarkedSources.of("@Role\ninterface Analyst {}\n" + SHOP_AND_OBJECTS.replace("{Analyst.class}", "Analist.class"))
                .verify();
    }

    @Test
    void eachWrongPrivilegeIsReportedAtItself() {
        verify("""
                @Role @Grant(on = ActiveAccount.class, value = {
                    SELECT,
                    UPDATE, // [grant-privilege]
                    REFRESH}) // [grant-privilege]""");
    }

    @Test
    void anObjectAsTextIsParsedAtItsPlace() {
        String messages = verify("""
                @Role @Grant(value = USAGE, onObject = {
                    "CATALOG iceberg",
                    "CATLOG iceberg TO", // [syntax]
                    "SYSTEM TO ROLE other; DROP TABLE account; --"}) // [syntax]""");

        assertThat(messages).contains("line 1, column 8:\n  CATLOG iceberg TO\n");
    }

    @Test
    void aGrantOptionInTheTextOfAnObjectIsAMistake() {
        verify("""
                @Role
                @Grant(value = USAGE, onObject = "CATALOG a TO ROLE analyst WITH GRANT OPTION -- ") // [syntax]""");
    }

    @Test
    void aGrantNeedsPrivilegesAndExactlyOneKindOfObjects() {
        verify("@Role @Grant(SELECT) // [incomplete]");
        verify("@Role @Grant(value = {}, on = Account.class) // [incomplete]");
        verify("@Role @Grant(value = SELECT, on = Account.class, onAll = TABLES) // [contradiction]");
        verify("@Role @GrantedTo({}) // [incomplete]");
    }

    @Test
    void aRoleIsGrantedToEachUserAndGroupOnce() {
        verify("@Role @GrantedTo({\"${a}\", \"${b}\",\n \"${a}\"}) // [listed-twice]");
        verify("@Role @GrantedTo(groups = {\"a\", \"b\",\n \"a\"}) // [listed-twice]");
        verify("@Role @GrantedTo(value = \"${a}\", groups = \"${a}\")");
        verify("@Role @GrantedTo(groups = {\"a\",\n \" \"}) // [illegal-name]");
    }

    @Test
    void aTypeWithGrantsNeedsARole() {
        MarkedSources.of("@Grant(value = SELECT, onAll = TABLES) // [incomplete]\ninterface Analyst {}")
                .verify();
        verify("@Role @OrderBy(\"id\") // [meaningless]");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            Account[].class       | grant-object
            int.class             | grant-object
            Shop.class            | grant-object
            Stock.class           | external-grant
            """)
    void anObjectThatIsNotOneOfTheSchemaIsReported(String type, String code) {
        verify("@Role @Grant(value = SELECT, on = {Account.class, " + type + "}) // [" + code + "]");
    }

    @Test
    void anExternalObjectAsTextIsReported() {
        verify("@Role @Grant(value = SELECT, onObject = \"TABLE warehouse.stock\") // [external-grant]");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            SELECT       | TABLE nowhere.orders
            SELECT       | ALL VIEWS IN DATABASE nowhere
            CREATE_TABLE | DATABASE nowhere
            USAGE        | FUNCTION nowhere.mask(int)
            """)
    void aDatabaseWithoutAnObjectOfTheSchemaIsReported(String privilege, String object) {
        String grant = "@Grant(value = " + privilege + ", onObject = \"" + object + "\")";
        assertThat(verify("@Role " + grant + " // [grant-database]"))
                .contains("The database 'nowhere' of '" + object + "' has no object of the schema 'shop'");
        verify("@Role @Allow(\"grant-database\") " + grant);
        verify("@Role " + grant.replace("nowhere.orders", "sys.grants_to_roles").replace("nowhere", "warehouse"));
    }

    @Test
    void anUnknownTableAsTextIsReported() {
        verify("@Role @Grant(value = SELECT, onObject = \"TABLE acount\") // [role-refused]");
    }

    @Test
    void repeatedGrantsAreReportedAtTheObject() {
        verify("""
                @Role @Grant(value = SELECT, on = {
                    Account.class,
                    ActiveAccount.class,
                    Account.class}) // [repeated-grant]""");
        verify("@Role @Grant(value = {SELECT, SELECT}, onAll = TABLES) // [repeated-grant]");
        verify("@Role @Grant(value = SELECT, onAll = TABLES) @Grant(value = SELECT, on = Account.class)");
    }

    @Test
    void aViewThatReadsWithThePrivilegesOfItsReaderNeedsThem() {
        verify("@Role @Grant(value = SELECT, on = {OwnAccount.class, Account.class})");
        String messages = verify("@Role @Grant(value = SELECT, on = OwnAccount.class) // [unreadable-view]");

        assertThat(messages).contains("may read 'own_account', but not 'account'");
    }

    @Test
    void aViewBehindAnInvokerViewIsEntered() {
        verify("@Role @Grant(value = SELECT, on = {OwnActiveAccount.class, Account.class})");
        String messages = verify(
                "@Role @Grant(value = SELECT, on = {OwnActiveAccount.class, ActiveAccount.class}) // [unreadable-view]");

        assertThat(messages).contains("may read 'own_active_account', but not 'account'");
    }

    @Test
    void aWarningAboutAllViewsIsAtTheRoleAndCanBeAllowed() {
        MarkedSources.of("@Role @Grant(value = SELECT, onAll = VIEWS)\ninterface Analyst {} // [unreadable-view]\n"
                        + SHOP_AND_OBJECTS.replace("OwnActiveAccount.class, ", ""))
                .verify();
        verify("@Role @Grant(value = SELECT, onAll = VIEWS) @Allow(\"unreadable-view\")");
    }

    @Test
    void anIllegalNameIsReportedAtItself() {
        verify("@Role(\n    name = \"a b\") // [role-refused]\n"
                + "@Grant(value = SELECT, on = Account.class) @GrantedTo(\"${reporting_user}\")");
    }

    @Test
    void aNameMayContainPlaceholders() {
        verify("@Role(name = \"${database}_analyst\") @Grant(value = SELECT, on = Account.class)");
        verify("@Role(\n    name = \"${database-analyst\") // [role-refused]\n");
    }

    @Test
    void aSharedRoleHasPrivilegesInTheSchemaOnly() {
        verify("""
                @Role(shared = true, comment = "reads")
                @Grant(value = SELECT, on = {Account.class, ActiveAccount.class})
                @Grant(value = INSERT, onAll = TABLES)
                @Grant(value = CREATE_VIEW, onObject = {"DATABASE ${database}", "DATABASE shop"})
                @Grant(value = USAGE, onObject = "FUNCTION mask(string)")
                @Grant(value = OPERATE, onObject = "SYSTEM") // [shared-grant]
                @Grant(value = USAGE, onObject = "CATALOG iceberg") // [shared-grant]
                @Grant(value = SELECT, onObject = "ALL TABLES IN ALL DATABASES") // [shared-grant]
                @Grant(value = SELECT, onObject = "TABLE other.item") // [shared-grant]
                @Grant(value = DROP, onObject = "ALL DATABASES") // [shared-grant]""");
    }

    @Test
    void aRoleMayImpersonateUsersByPlaceholdersOnly() {
        verify("@Role @Grant(value = IMPERSONATE, onObject = \"USER ${etl_user}\")");
        verify("@Role @Grant(value = IMPERSONATE, onObject = \"USER root\") // [role-user]");
    }

    @Test
    void aGrantedFunctionHasTypesOfArguments() {
        verify(
                "@Role @Grant(value = USAGE, onObject = {\"FUNCTION mask(string)\", \"GLOBAL FUNCTION mask(varchar(9))\"})");
        String messages =
                verify("@Role @Grant(value = USAGE, onObject = \"FUNCTION mask(varchar)\") // [role-refused]");

        assertThat(messages).contains("The length of Varchar");
    }

    @Test
    void aRoleThatEachServerHasCanNotBeDeclared() {
        String messages = verify("@Role(name = \"db_admin\") // [role-refused]");

        assertThat(messages).contains("role already exists");
    }

    @Test
    void aRoleOfTheSameNameIsReportedAtItsEntry() {
        MarkedSources.of("""
                @Role interface Analyst {}
                @Role(name = "analyst") interface Other {}
                @Table @DuplicateKey("id") record Account(long id) {}
                @Schema(name = "shop", value = Account.class, roles = {
                    Analyst.class,
                    Other.class, // [same-name]
                    Analyst.class}) // [listed-twice]
                interface Shop {}
                """).verify();
    }
}

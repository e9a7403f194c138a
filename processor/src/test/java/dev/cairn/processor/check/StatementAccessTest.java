package dev.cairn.processor.check;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.processor.MarkedSources;
import org.junit.jupiter.api.Test;

/** Tests statements that need a privilege that none of their roles has. */
class StatementAccessTest {
    private static final String SHOP_SCHEMA = """
            @Role @Grant(value = {UPDATE, DELETE, INSERT}, on = Account.class) @Grant(value = SELECT, on = Order.class)
            interface Writer {}
            @Role @Grant(value = SELECT, on = Account.class) interface Reader {}
            @Table @PrimaryKey("id") record Account(long id, long orders) {}
            @Table(name = "orders") @DuplicateKey("id") record Order(long id, long account) {}
            @View(query = "SELECT id FROM account") record AnyAccount(long id) {}
            @View(security = INVOKER, query = "SELECT id FROM account") record OwnAccount(long id) {}
            @Schema(name = "shop", roles = {Writer.class, Reader.class},
                value = {Account.class, Order.class, AnyAccount.class, OwnAccount.class})
            interface Shop {}
            """;

    private static String verify(String roles, String methods) {
        return MarkedSources.of("@Queries(value = Shop.class, role = " + roles + ")\ninterface Accounts {\n" + methods
                        + "}\n" + SHOP_SCHEMA)
                .verify();
    }

    /** The server requires SELECT on the other tables only. */
    @Test
    void updateAndDeleteNeedNoSelectOnTheirOwnTable() {
        verify("Writer.class", """
                @Execute("UPDATE account SET orders = orders + 1 WHERE id > 3") void count();
                @Execute("UPDATE shop.account SET orders = 0 WHERE id NOT IN (SELECT account FROM orders)") void reset();
                @Execute("DELETE FROM account WHERE id IN (SELECT max(id) FROM account)") void delete();
                """);
    }

    @Test
    void whatAnInsertReadsNeedsSelect() {
        String messages = verify("Writer.class", """
                @Execute("INSERT INTO account SELECT id + 1, orders FROM account") // [statement-access]
                void copy();
                @Execute("INSERT INTO account SELECT id, 1 FROM orders") void fill();
                """);

        assertThat(messages).contains("The role 'writer' may not read 'account'; grant SELECT on it");
    }

    @Test
    void eachChangeNeedsItsPrivilege() {
        String messages = verify("Reader.class", """
                @Execute("UPDATE account SET orders = 0 WHERE id = 3") void update(); // [statement-access]
                @Execute("DELETE FROM account WHERE id = 3") void delete(); // [statement-access]
                @Execute("INSERT INTO account VALUES (1, 2)") void insert(); // [statement-access]
                @Execute("TRUNCATE TABLE account") void truncate(); // [statement-access]
                """);

        assertThat(messages)
                .contains("may not update 'account'; grant UPDATE")
                .contains("may not delete from 'account'; grant DELETE")
                .contains("may not insert into 'account'; grant INSERT");
    }

    @Test
    void aViewNeedsThePrivilegesOfItsReaderOnlyIfItIsOfTheInvoker() {
        String messages = verify("Reader.class", """
                @Query("SELECT count(*) FROM any_account") // [statement-access]
                long any();
                """);

        assertThat(messages).contains("may not read 'any_account'");
    }

    @Test
    void rolesTogetherHaveThePrivilegesOfEach() {
        verify("{Writer.class, Reader.class}", """
                @Execute("INSERT INTO account SELECT id + 1, orders FROM account") void copy();
                """);
    }
}

package dev.cairn.catalog;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.sql.access.Privilege;
import dev.cairn.sql.access.SecuredKind;
import java.util.List;
import org.junit.jupiter.api.Test;

class GrantedPrivilegesTest {
    private static final SecuredObject ORDERS = new SecuredObject(SecuredKind.TABLE, "shop", "orders");
    private static final SecuredObject OLD_ORDERS = new SecuredObject(SecuredKind.TABLE, "shop", "old");

    private final GrantedPrivileges none = GrantedPrivileges.NONE;

    @Test
    void aGrantWithoutGrantOptionDoesNotRemoveTheGrantOption() {
        GrantedPrivileges privileges = none.grant(ORDERS, List.of(Privilege.SELECT), true)
                .grant(ORDERS, List.of(Privilege.SELECT, Privilege.INSERT), false);

        assertThat(privileges.heldPrivileges())
                .extracting(Object::toString)
                .containsExactly("INSERT ON TABLE shop.orders", "SELECT ON TABLE shop.orders WITH GRANT OPTION");
    }

    @Test
    void revokingAPrivilegeRemovesItsGrantOption() {
        GrantedPrivileges privileges = none.grant(ORDERS, List.of(Privilege.SELECT, Privilege.INSERT), true);

        assertThat(privileges.revoke(ORDERS, List.of(Privilege.SELECT)))
                .isEqualTo(none.grant(ORDERS, List.of(Privilege.INSERT), true));
        assertThat(privileges.revoke(ORDERS, SecuredKind.TABLE.privileges())).isEqualTo(none);
    }

    @Test
    void objectsExchangeTheirNames() {
        GrantedPrivileges privileges =
                none.grant(ORDERS, List.of(Privilege.SELECT), false).grant(OLD_ORDERS, List.of(Privilege.DROP), false);

        assertThat(privileges.rename(object -> object.equals(ORDERS) ? OLD_ORDERS : ORDERS))
                .isEqualTo(none.grant(OLD_ORDERS, List.of(Privilege.SELECT), false)
                        .grant(ORDERS, List.of(Privilege.DROP), false));
    }

    @Test
    void objectsAreWrittenAsInAGrantStatement() {
        assertThat(List.of(
                        SecuredObject.SYSTEM,
                        SecuredObject.ofAll(SecuredKind.DATABASE),
                        SecuredObject.ofDatabase("shop"),
                        SecuredObject.ofAll(SecuredKind.VIEW),
                        SecuredObject.ofAllIn(SecuredKind.MATERIALIZED_VIEW, "shop"),
                        ORDERS))
                .extracting(Object::toString)
                .containsExactly(
                        "SYSTEM",
                        "ALL DATABASES",
                        "DATABASE shop",
                        "ALL VIEWS IN ALL DATABASES",
                        "ALL MATERIALIZED VIEWS IN DATABASE shop",
                        "TABLE shop.orders");
    }
}

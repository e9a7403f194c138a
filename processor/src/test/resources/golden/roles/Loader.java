package shop;

import static dev.cairn.annotation.access.Grant.Kind.MATERIALIZED_VIEWS;
import static dev.cairn.annotation.access.Grant.Kind.TABLES;
import static dev.cairn.annotation.access.Privilege.ALL;
import static dev.cairn.annotation.access.Privilege.CREATE_TABLE;
import static dev.cairn.annotation.access.Privilege.IMPERSONATE;
import static dev.cairn.annotation.access.Privilege.INSERT;
import static dev.cairn.annotation.access.Privilege.OPERATE;
import static dev.cairn.annotation.access.Privilege.REFRESH;
import static dev.cairn.annotation.access.Privilege.SELECT;
import static dev.cairn.annotation.access.Privilege.USAGE;

import dev.cairn.annotation.access.Grant;
import dev.cairn.annotation.access.Role;

@Role(name = "shop_loader", includes = Analyst.class)
@Grant(
        value = {SELECT, INSERT},
        onAll = TABLES)
@Grant(value = REFRESH, onAll = MATERIALIZED_VIEWS)
@Grant(
        value = ALL,
        on = {Account.class, Order.class},
        withGrantOption = true)
@Grant(value = CREATE_TABLE, onObject = "DATABASE ${database}")
@Grant(
        value = USAGE,
        onObject = {"CATALOG iceberg", "GLOBAL FUNCTION mask(string)"})
@Grant(value = OPERATE, onObject = "SYSTEM")
@Grant(value = IMPERSONATE, onObject = "USER ${etl_user}")
interface Loader {}

package shop;

import static dev.cairn.annotation.access.Privilege.SELECT;

import dev.cairn.annotation.access.Grant;
import dev.cairn.annotation.access.GrantedTo;
import dev.cairn.annotation.access.Role;

@Role(comment = "Reads what the dashboards show")
@Grant(
        value = SELECT,
        on = {DailySales.class, ActiveAccount.class})
@GrantedTo(value = "${reporting_user}", groups = "analysts")
interface Analyst {}

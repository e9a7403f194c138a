package shop;

import static dev.cairn.annotation.access.Privilege.*;

import dev.cairn.annotation.access.*;

@Role(comment = "Reads what the dashboards show")
@Grant(value = SELECT, on = ActiveAccount.class)
@GrantedTo("${reporting_user}")
interface Analyst {}

package shop;

import static dev.cairn.annotation.access.Privilege.*;

import dev.cairn.annotation.access.*;

@Role(comment = "Reads accounts")
@Grant(
        value = SELECT,
        on = {Account.class, ActiveAccount.class})
@GrantedTo("${reporting_user}")
interface Analyst {}

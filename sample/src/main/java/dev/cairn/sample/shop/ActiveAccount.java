package dev.cairn.sample.shop;

import dev.cairn.annotation.Security;
import dev.cairn.annotation.View;

/** The accounts in use. Readers of the view also need the privilege to read the table. */
@View(comment = "Accounts in use", security = Security.INVOKER, query = """
    SELECT id, name, city FROM account WHERE active""")
public record ActiveAccount(long id, String name, String city) {}

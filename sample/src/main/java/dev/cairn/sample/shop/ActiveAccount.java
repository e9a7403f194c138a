package dev.cairn.sample.shop;

import dev.cairn.annotation.View;

/** The accounts in use. A reader of this view also needs the privilege to read the table. */
@View(comment = "Accounts in use", security = View.Security.INVOKER, query = """
    SELECT id, name, city FROM account WHERE active""")
public record ActiveAccount(long id, String name, String city) {}

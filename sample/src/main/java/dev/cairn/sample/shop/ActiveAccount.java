package dev.cairn.sample.shop;

import dev.cairn.annotation.View;

/** Whoever reads it needs the right to read the table too: it gives nobody what they could not see. */
@View(comment = "Accounts in use", security = View.Security.INVOKER, query = """
    SELECT id, name, city FROM account WHERE active""")
public record ActiveAccount(long id, String name, String city) {}

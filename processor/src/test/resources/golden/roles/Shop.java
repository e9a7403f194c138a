package shop;

import dev.cairn.annotation.Schema;

@Schema(
        name = "shop",
        value = {Account.class, Order.class, ActiveAccount.class, DailySales.class},
        roles = {Analyst.class, Loader.class},
        functions = "CREATE GLOBAL FUNCTION mask(varchar) RETURNS varchar")
interface Shop {}

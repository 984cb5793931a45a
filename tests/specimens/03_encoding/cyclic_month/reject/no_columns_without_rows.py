# reject: columns that exist only if a row brings them along
# loses: cyclic_month_hidden
# message: return a DataFrame with the columns month_sin and month_cos, also for no dates
def cyclic_month(dates):
    rows = []
    for date in dates:
        angle = np.nan if pd.isna(date) else 2 * np.pi * (date.month - 1) / 12
        rows.append({"month_sin": np.nan_to_num(np.sin(angle)), "month_cos": np.nan_to_num(np.cos(angle))})
    return pd.DataFrame(rows, index=dates.index)

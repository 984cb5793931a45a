# accept: one booking after the other; NumPy integers
def mature_bookings(bookings, as_of, wait=14):
    ids, labels = [], []
    for row in bookings.itertuples():
        if row.created_at > as_of or as_of - row.check_out < pd.Timedelta(days=wait):
            continue
        if not isinstance(row.status, str) or pd.isna(row.outcome_known_at) or row.outcome_known_at > as_of:
            raise ValueError(f"no outcome: {row.booking_id}")
        ids.append(row.booking_id)
        labels.append(np.int8(row.status == "cancelled"))
    return pd.Series(labels, index=pd.Index(ids, dtype="int64"), dtype="int8")

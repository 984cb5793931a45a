"""A price service: one prediction, from a request over HTTP to the label that comes weeks later.

`home` says what a request is, `model` what a model file is, `store` which model is in use, `ledger` what was answered,
`app` puts them behind HTTP. `training` and `nightly` make the next model, `monitor` watches, `replay` and `load` are
the clients. docs/service.md shows all of it at work.
"""

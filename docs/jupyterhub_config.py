"""JupyterHub for one class on one machine, set up as docs/instructor.md says.

Root starts `jupyterhub` in a folder that holds this file and that nobody else can read.
"""

c = get_config()  # noqa: F821 (traitlets provides it)

ADDRESS = "http://127.0.0.1:8000"  # reached from other machines through a web server that speaks https
ENVIRONMENT = "/opt/perch"  # JupyterHub, JupyterLab and the course's packages; everybody may read it
EXCHANGE = "/srv/exchange"  # where releases, submissions and feedback change hands; everybody may write to it
GROUP = "perch"  # accounts of this machine that may log in, with their passwords

c.JupyterHub.bind_url = ADDRESS
c.ConfigurableHTTPProxy.command = f"{ENVIRONMENT}/bin/configurable-http-proxy"
c.LocalAuthenticator.allowed_groups = {GROUP}

c.Spawner.environment = {
    "PATH": f"{ENVIRONMENT}/bin:/usr/local/bin:/usr/bin:/bin",  # terminals have theirs from /etc/profile.d
    "NBGRADER_EXCHANGE": EXCHANGE,  # read by nbgrader_config.py
}

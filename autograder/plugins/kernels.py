"""Kernels that run no program for lying beside a notebook: `.jupyter/jupyter_server_config.py` plugs it in.

JupyterLab starts a kernel in the folder of each notebook that is opened, with `python -m ipykernel_launcher`: a file of
that name there would be run, before any cell is, and with the rights of whoever opens a learner's notebook.
"""

from jupyter_client.kernelspec import KernelSpec, KernelSpecManager

USUAL = ["-m", "ipykernel_launcher"]
# Modules beside the notebook come last, so that none takes the place of an installed one that is imported later.
SAFE = ["-P", *USUAL, "--IPKernelApp.exec_lines=__import__('sys').path.append('')"]


class KernelSpecs(KernelSpecManager):
    """Finds the kernels that Jupyter finds, and has Python's start in this way."""

    def get_kernel_spec(self, kernel_name: str) -> KernelSpec:
        """Return how a kernel is started."""
        spec = super().get_kernel_spec(kernel_name)
        if spec.argv[1:3] == USUAL:
            spec.argv = [spec.argv[0], *SAFE, *spec.argv[3:]]
        return spec
